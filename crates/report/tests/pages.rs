//! Pages drawn from hand-made reports: what a person sees at 80 and at 200 columns, in both languages.

mod samples;

use findings::Lang;
use report::{Colour, Layout, Passes, Style, checks_json, checks_table, clean, explain, report_json, report_table};

fn style(lang: Lang, width: usize) -> Style {
    Style { lang, width, colour: Colour::Off }
}

#[test]
fn a_sick_domain() {
    let report = samples::sick();
    insta::assert_snapshot!("sick_80_en", report_table(&report, &style(Lang::En, 80), Passes::Hidden));
    insta::assert_snapshot!("sick_80_ru", report_table(&report, &style(Lang::Ru, 80), Passes::Hidden));
    insta::assert_snapshot!("sick_200_en", report_table(&report, &style(Lang::En, 200), Passes::Shown));
    insta::assert_snapshot!("sick_200_ru", report_table(&report, &style(Lang::Ru, 200), Passes::Hidden));
}

#[test]
fn a_healthy_domain() {
    insta::assert_snapshot!("healthy_80_en", report_table(&samples::healthy(), &style(Lang::En, 80), Passes::Shown));
}

#[test]
fn an_internationalised_domain_is_told_in_both_forms() {
    let mut report = samples::healthy();
    report.target.domain = facts::Name::from_person("почта.рф").expect("a name");
    let page = report_table(&report, &style(Lang::Ru, 80), Passes::Hidden);
    assert_eq!(page.lines().next(), Some("почта.рф (xn--80a1acny.xn--p1ai)"));
}

#[test]
fn ready_is_said_of_the_judged_areas_alone() {
    let mut report = samples::healthy();
    let page = |report: &findings::Report| report_table(report, &style(Lang::En, 100), Passes::Hidden);
    assert!(!page(&report).contains("areas that were judged"));
    report.target.only = vec!["spf".into()];
    assert!(page(&report).contains("areas that were judged"));
}

#[test]
fn providers_and_what_they_demand() {
    let report = samples::providers();
    for (lang, name) in [(Lang::En, "en"), (Lang::Ru, "ru")] {
        for width in [60, 80, 200] {
            insta::assert_snapshot!(format!("providers_{width}_{name}"), report_table(&report, &style(lang, width), Passes::Hidden));
        }
    }
}

#[test]
fn nothing_known() {
    insta::assert_snapshot!("silent_80_en", report_table(&samples::silent(), &style(Lang::En, 80), Passes::Hidden));
}

#[test]
fn json_in_both_languages() {
    insta::assert_snapshot!("sick_json_en", report_json(&samples::sick(), Lang::En, Passes::Shown, Layout::Pretty));
    insta::assert_snapshot!("sick_json_ru", report_json(&samples::sick(), Lang::Ru, Passes::Hidden, Layout::Pretty));
    assert_eq!(report_json(&samples::sick(), Lang::En, Passes::Hidden, Layout::Line).lines().count(), 1);
}

#[test]
fn the_catalogue() {
    insta::assert_snapshot!("explain_ru", explain(&samples::LOOKUPS, &style(Lang::Ru, 80)));
    insta::assert_snapshot!("explain_en", explain(&samples::LOOKUPS, &style(Lang::En, 80)));
    insta::assert_snapshot!("checks_ru", checks_table(&samples::ALL, &style(Lang::Ru, 80)));
    insta::assert_snapshot!("checks_json", checks_json(&samples::ALL, Lang::En));
}

#[test]
fn passes_are_told_on_demand() {
    let report = samples::sick();
    let statuses = |passes| report_json(&report, Lang::En, passes, Layout::Line).matches("\"status\":\"pass\"").count();
    assert_eq!(statuses(Passes::Hidden), 0);
    assert_eq!(statuses(Passes::Shown), 2);
}

#[test]
fn no_line_is_wider_than_the_page() {
    for report in [samples::sick(), samples::healthy(), samples::silent(), samples::hostile(), samples::many(), samples::providers()] {
        for width in [1, 60, 80, 100, 119, 120, 200, 500] {
            for lang in [Lang::En, Lang::Ru] {
                let page = report_table(&report, &style(lang, width), Passes::Shown);
                let most = width.clamp(60, 200);
                // A record to paste is never broken: its line is the value alone.
                let records: Vec<_> = report.findings.iter().flat_map(|f| &f.records).map(|r| clean(&r.value)).collect();
                let is_record = |line: &str| line.starts_with('"') || records.iter().any(|r| r == line);
                let is_wide = |line: &&str| unicode_width::UnicodeWidthStr::width(*line) > most && !is_record(line);
                let wide: Vec<&str> = page.lines().filter(is_wide).collect();
                assert!(wide.is_empty(), "{width}: {wide:#?}");
            }
        }
    }
}

#[test]
fn colour_only_repeats_the_words() {
    for report in [samples::sick(), samples::hostile(), samples::providers()] {
        let plain = report_table(&report, &style(Lang::En, 80), Passes::Shown);
        let coloured = report_table(&report, &Style { colour: Colour::On, ..style(Lang::En, 80) }, Passes::Shown);
        assert!(!plain.contains('\u{1b}') && coloured.contains('\u{1b}'));
        assert_eq!(without_codes(&coloured), plain);
    }
}

fn without_codes(page: &str) -> String {
    let (mut out, mut inside) = (String::new(), false);
    for c in page.chars() {
        match c {
            '\u{1b}' => inside = true,
            'm' if inside => inside = false,
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    out.lines().map(|l| format!("{}\n", l.trim_end())).collect()
}

#[test]
fn what_came_from_outside_steers_nothing() {
    let hostile = samples::hostile();
    let steers = |c: char| {
        c != '\n'
            && (c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'))
    };
    for lang in [Lang::En, Lang::Ru] {
        for page in [report_table(&hostile, &style(lang, 80), Passes::Shown), report_table(&hostile, &style(lang, 200), Passes::Shown)] {
            assert_eq!(page.chars().find(|c| steers(*c)), None, "{page}");
            assert!(page.contains("\\u{1b}") && page.contains("\\u{202e}"), "{page}");
        }
        for layout in [Layout::Pretty, Layout::Line] {
            let json = report_json(&hostile, lang, Passes::Shown, layout);
            assert_eq!(json.chars().find(|c| steers(*c)), None);
        }
    }
    let json: serde_json::Value = serde_json::from_str(&report_json(&hostile, Lang::En, Passes::Shown, Layout::Line)).expect("valid JSON");
    let told = json["findings"][0]["evidence"]["record"].as_str().expect("a record");
    assert_eq!(told, samples::HOSTILE, "JSON escapes and loses nothing");
    assert_eq!(clean(told).matches("\\u{202e}").count(), 1);
}

#[test]
fn long_values_are_cut_in_the_table_and_whole_in_json() {
    let report = samples::long();
    let page = report_table(&report, &style(Lang::En, 80), Passes::Shown);
    assert!(page.lines().count() < 120, "{} lines", page.lines().count());
    assert!(report_json(&report, Lang::En, Passes::Shown, Layout::Line).len() > 60_000);
}

#[test]
fn a_record_to_paste_has_a_line_of_its_own() {
    let report = samples::sick();
    let page = report_table(&report, &style(Lang::En, 80), Passes::Hidden);
    let record = report.findings.iter().flat_map(|f| &f.records).max_by_key(|r| r.value.len()).expect("a record");
    assert!(record.value.len() > 255);
    let line = page.lines().find(|l| l.starts_with('"')).expect("a line of strings");
    let strings: Vec<&str> = line.trim_matches('"').split("\" \"").collect();
    assert!(strings.iter().all(|s| s.len() <= 255), "{line}");
    assert_eq!(strings.concat(), record.value);
    assert!(page.lines().any(|l| l == "v=spf1 a -all" || l.starts_with("v=")), "{page}");
}

#[test]
fn the_schema_describes_the_report() {
    let schema: serde_json::Value = serde_json::from_str(&report::report_schema()).expect("valid JSON");
    let json: serde_json::Value =
        serde_json::from_str(&report_json(&samples::sick(), Lang::En, Passes::Shown, Layout::Line)).expect("valid JSON");
    let keys = |v: &serde_json::Value| v.as_object().map(|o| o.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    assert_eq!(keys(&json).len(), 12);
    assert!(keys(&json).iter().all(|k| schema["properties"].get(k).is_some()), "{:?}", keys(&json));
    let required = |v: &serde_json::Value| {
        v["required"].as_array().into_iter().flatten().filter_map(|k| k.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert!(required(&schema).iter().all(|k| json.get(k).is_some()));
    for finding in json["findings"].as_array().expect("findings") {
        assert!(required(&schema["$defs"]["Told"]).iter().all(|k| finding.get(k).is_some()), "{finding}");
    }
    let finding = &json["findings"][0];
    assert!(keys(finding).iter().all(|k| schema["$defs"]["Told"]["properties"].get(k).is_some()), "{:?}", keys(finding));
    assert_eq!(schema["properties"]["schema"]["const"], report::REPORT_SCHEMA);
    assert!(schema["$defs"]["Told"]["properties"]["status"]["enum"].as_array().is_some_and(|e| e.iter().any(|s| *s == finding["status"])));
}
