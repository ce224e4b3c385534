//! A tree with costs, as text: how an SPF policy comes to its look-ups.

use crate::clean::clean;
use crate::labels::labels;
use crate::paint::{self, Tint, paint};
use crate::style::Style;
use crate::wrap::{columns, hang, shorten, wrap};

/// At most so many nodes are drawn.
const MOST_NODES: usize = 400;
/// Deeper nodes are drawn at this depth.
const DEEPEST: usize = 16;
const LONGEST_LABEL: usize = 300;

/// A node of a tree to draw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// What stands there (`include:_spf.example.net`).
    pub label: String,
    /// DNS look-ups of this node with all below it; `None`: nothing is said.
    pub cost: Option<usize>,
    /// A remark behind it (`no such name`); may be empty.
    pub note: String,
    /// What it consists of, in order.
    pub children: Vec<Tree>,
}

/// The tree, one node a line or more.
#[must_use]
pub fn tree(root: &Tree, style: &Style) -> String {
    let mut page = String::new();
    // Each entry: a node, what stands before its lines, what before its children's, its depth.
    let mut due = vec![(root, String::new(), String::new(), 0)];
    let mut drawn = 0;
    while let Some((node, first, below, depth)) = due.pop() {
        if drawn == MOST_NODES {
            page.push_str(&format!("… {}\n", labels(style.lang).more));
            break;
        }
        drawn += 1;
        for (index, line) in lines(node, style.columns().saturating_sub(columns(&first)).max(10), style).into_iter().enumerate() {
            page.push_str(&format!("{}{line}\n", if index == 0 { &first } else { &below }));
        }
        let flat = depth >= DEEPEST;
        for (index, child) in node.children.iter().enumerate().rev() {
            let last = index + 1 == node.children.len();
            let (branch, trunk) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            let stem = if flat { below[..below.char_indices().rev().nth(2).map_or(0, |(at, _)| at)].to_owned() } else { below.clone() };
            due.push((child, format!("{stem}{branch}"), format!("{stem}{trunk}"), depth + usize::from(!flat)));
        }
    }
    paint::finish(&page, style.colour)
}

fn lines(node: &Tree, width: usize, style: &Style) -> Vec<String> {
    let mut text = shorten(&clean(&node.label), LONGEST_LABEL);
    if let Some(cost) = node.cost {
        text.push_str(&format!(" [{}: {cost}]", labels(style.lang).lookups));
    }
    let mut lines = wrap(&text, width);
    if !node.note.is_empty() {
        let note = hang("← ", &shorten(&clean(&node.note), LONGEST_LABEL), width);
        lines.extend(note.iter().map(|l| paint(l, Tint::Yellow)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Colour;
    use findings::Lang;

    const STYLE: Style = Style { lang: Lang::En, width: 80, colour: Colour::Off };

    fn leaf(label: &str) -> Tree {
        Tree { label: label.into(), ..Tree::default() }
    }

    #[test]
    fn branches_hang_below_their_root() {
        let include =
            Tree { label: "include:a.example".into(), cost: Some(2), note: "no such name".into(), children: vec![leaf("v=spf1 mx ~all")] };
        let root = Tree { label: "example.com".into(), cost: Some(3), note: String::new(), children: vec![include, leaf("-all")] };
        let drawn = tree(&root, &STYLE);
        assert_eq!(
            drawn,
            "example.com [DNS look-ups: 3]\n├─ include:a.example [DNS look-ups: 2]\n│  ← no such name\n│  └─ v=spf1 mx ~all\n└─ -all\n"
        );
    }

    #[test]
    fn a_tree_of_thousands_and_a_deep_one_stay_bounded() {
        let wide = Tree { children: vec![leaf("a"); 5_000], ..leaf("wide") };
        assert_eq!(tree(&wide, &STYLE).lines().count(), MOST_NODES + 1);
        let deep = (0..200).fold(leaf("end"), |below, _| Tree { children: vec![below], ..leaf("include:x\u{1b}[2J") });
        let drawn = tree(&deep, &STYLE);
        assert!(drawn.lines().all(|l| columns(l) <= 80), "{drawn}");
        assert!(!drawn.contains('\u{1b}'));
    }
}
