//! A mark of secrecy typed anywhere about a draft is refused, and nothing of it is kept.

use kernel::Role;
use testkit::{Site, on_both_databases};

use crate::{a_draft, a_round, asked_page, version_of};

const MARK: &str = "Độ mật: Tối mật";

/// How often it is on record that a mark was refused.
fn times_noted(site: &Site) -> i64 {
    site.read(|tx| tx.scalar("SELECT COUNT(*) FROM event WHERE name LIKE '%.secret_refused'", &[]))
}

/// No table of drafts and no event holds the mark.
fn nothing_holds_the_mark(site: &Site) {
    for (table, columns) in [
        ("draft", "note"),
        ("draft_round", "question || close_reason"),
        ("draft_opinion", "text || wording || from_name || answer"),
        ("draft_delegation", "position || ground"),
        ("draft_signing_rule", "regulation"),
        ("event", "detail"),
    ] {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE {columns} LIKE '%ối mật%'");
        assert_eq!(site.read(|tx| tx.scalar::<i64>(&sql, &[])), 0, "{table}");
    }
}

on_both_databases! {
    fn a_mark_in_a_round_an_opinion_or_an_answer_is_refused(site) {
        let draft = a_draft(site);
        let officer = site.as_role(Role::Officer, "TU");
        let ask = officer.open(&format!("{draft}/ask")).fill("level", "commune_committee").fill("question", MARK);
        ask.press("/ask").is_refused_because("DOC-02");
        let answers = a_round(site, &draft, &[], &["X01"]);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let form = || commune.open(&format!("{}?clause=1", asked_page(&answers))).fill("kind", "amend");
        form().fill("text", MARK).fill("wording", "mỗi năm").press("/opinions").is_refused_because("DOC-02");
        form().fill("text", "Quá dày.").fill("wording", MARK).press("/opinions").is_refused_because("DOC-02");
        let _ = form().fill("text", "Quá dày.").fill("wording", "mỗi năm").press("/opinions").follow().is_ok();
        let decide = officer.open(&answers).fill("decision", "explained").fill("answer", MARK);
        decide.press("/decide").is_refused_because("DOC-02");
        let paper = officer.open(&answers).fill("kind", "question").fill("text", "Vì sao?").fill("received_on", "2026-11-21");
        paper.fill("from", MARK).press("/paper").is_refused_because("DOC-02");
        officer.open(&answers).fill("reason", MARK).press("/close").is_refused_because("DOC-02");
        nothing_holds_the_mark(site);
    }

    fn a_mark_in_a_reason_or_a_delegation_is_refused(site) {
        let draft = a_draft(site);
        let officer = site.as_role(Role::Officer, "TU");
        let version = version_of(site, &draft);
        officer.post(&format!("{draft}/drop"), &[("version", &version), ("reason", MARK)]).is_refused_because("DOC-02");
        let _ = officer.open(&draft).press("/submit").follow().is_ok();
        let leader = site.as_role(Role::Leader, "TU");
        leader.open(&draft).fill("reason", MARK).press("/return").is_refused_because("DOC-02");
        let page = officer.open("/drafts/delegations").fill("position", "Chánh Văn phòng").fill("ground", MARK);
        page.press("/drafts/delegations").is_refused_because("DOC-02");
        let rule = site.as_role(Role::Administrator, "TU").open("/drafts/signing").fill("starts_on", "2027-01-01");
        rule.fill("regulation", MARK).press("/drafts/signing").is_refused_because("DOC-02");
        // each refusal is on record, without what was typed
        assert_eq!(times_noted(site), 4);
        nothing_holds_the_mark(site);
    }

    fn a_mark_in_the_signature_is_refused(site) {
        let draft = a_draft(site);
        let _ = site.as_role(Role::Officer, "TU").open(&draft).press("/submit").follow().is_ok();
        let _ = site.as_role(Role::Leader, "TU").open(&draft).press("/approve").follow().is_ok();
        let form = site.as_role(Role::Officer, "TU").open(&format!("{draft}/issue")).is_ok();
        form.fill("signer", MARK).press("/issue").is_refused_because("DOC-02");
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM document", &[])), 0);
        nothing_holds_the_mark(site);
    }
}
