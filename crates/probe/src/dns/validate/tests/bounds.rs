//! Crafted answers: garbled, or made to cost.

use super::*;

/// Cut off, and each octet replaced.
#[tokio::test]
async fn garbled_messages_are_never_secure_by_accident_and_never_panic() {
    let bench = Bench::new(tree(vec![example().sign(&[]), other()], &[]));
    for (asked, rtype) in [("across.example.test", 1), ("x.wild.example.test", 16), ("none.example.test", 1)] {
        let (whole, labels) = (bench.tree.answer(&name(asked), rtype), name(asked).labels().to_vec());
        for end in (0..whole.len()).step_by(3) {
            bench.validator.judge(&labels, rtype, &message::read(&whole[..end]), false).await;
        }
        for at in 0..whole.len() {
            for value in [0, 0x40, 0xff].into_iter().skip(at % 3).take(1) {
                let mut garbled = whole.clone();
                garbled[at] = value;
                bench.validator.judge(&labels, rtype, &message::read(&garbled), false).await;
            }
        }
    }
}

#[tokio::test]
async fn a_crowd_of_signatures_is_not_tried_through() {
    for (crowd, said) in [(7, "secure"), (8, "limit_reached example.test A")] {
        let mut world = tree(vec![example().sign(&[])], &[]);
        let zone = world.zone("example.test");
        let signatures = zone.signatures.get_mut(&(name("example.test"), 1)).unwrap();
        let right = signatures.pop().unwrap();
        for n in 0..crowd {
            let mut wrong = right.clone();
            *wrong.last_mut().unwrap() ^= n + 1;
            signatures.push(wrong);
        }
        signatures.push(right);
        assert_eq!(Bench::new(world).says("example.test A").await, said);
    }
}

#[tokio::test]
async fn a_name_of_many_labels_costs_a_bounded_number_of_hashes() {
    let deep = |labels: usize| format!("{}example.test A", "x.".repeat(labels));
    let bench = Bench::new(tree(vec![example().nsec3(false, 150).sign(&[])], &[]));
    assert_eq!(bench.says(&deep(60)).await, "secure");
    assert!(bench.says(&deep(110)).await.starts_with("limit_reached"));
}

#[tokio::test]
async fn aliases_in_a_circle_end() {
    let lines = "a.example.test CNAME b.example.test\nb.example.test CNAME a.example.test";
    let bench = Bench::new(tree(vec![Zone::new("example.test", lines).sign(&[])], &[]));
    assert_eq!(bench.says("a.example.test A").await, "limit_reached a.example.test A");
}

#[tokio::test]
async fn a_crowd_of_delegations_is_not_compared_with_every_key() {
    for (crowd, said) in [(63, "secure"), (64, "limit_reached example.test DS")] {
        let mut world = tree(vec![example().sign(&[])], &[]);
        let test = world.zone("test");
        let set = test.sets.get_mut(&(name("example.test"), 43)).unwrap();
        let right = set[0].clone();
        for n in 0..crowd {
            let mut wrong = right.clone();
            wrong[5] ^= n + 1;
            set.push(wrong);
        }
        test.sign_again("example.test", "DS");
        assert_eq!(Bench::new(world).says("example.test A").await, said);
    }
}
