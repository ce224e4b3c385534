//! `checks` and `schema`: the catalogue, a page of it, the form of its reports.

use crate::args::{ChecksArgs, Common, RequirementsArgs, SchemaArgs};
use crate::failure::Failure;
use crate::output::{lang, print, style};
use findings::About;

/// Prints the checks.
pub fn checks(common: &Common, args: &ChecksArgs) -> Result<u8, Failure> {
    let wanted = |c: &About| args.only.is_empty() || args.only.contains(&c.area());
    let checks: Vec<About> = mailaudit::catalogue().into_iter().filter(wanted).collect();
    print(&match common.is_json() {
        true => report::checks_json(&checks, lang(common)),
        false => report::checks_table(&checks, &style(common)),
    })?;
    Ok(0)
}

/// Prints what mailbox providers demand.
pub fn requirements(common: &Common, args: &RequirementsArgs) -> Result<u8, Failure> {
    let wanted = |p: &&&'static requirements::Provider| args.providers.is_empty() || args.providers.iter().any(|id| id == p.id);
    let providers: Vec<&'static requirements::Provider> = requirements::all().iter().filter(wanted).copied().collect();
    print(&match common.is_json() {
        true => report::requirements_json(&providers, lang(common)),
        false => report::requirements_table(&providers, &style(common)),
    })?;
    Ok(0)
}

/// Prints the page of one check.
pub fn explain_check(common: &Common, check: &About) -> Result<u8, Failure> {
    print(&match common.is_json() {
        true => report::checks_json(&[*check], lang(common)),
        false => report::explain(check, &style(common)),
    })?;
    Ok(0)
}

/// Prints a schema.
pub fn schema(args: &SchemaArgs) -> Result<u8, Failure> {
    print(&match args.of.as_str() {
        "reply" => report::reply_schema(),
        "fix" => report::fix_schema(),
        _ => report::report_schema(),
    })?;
    Ok(0)
}
