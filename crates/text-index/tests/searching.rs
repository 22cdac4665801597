//! The index as its callers use it.

#![allow(clippy::unwrap_used, reason = "a test")]

use text_index::{Ask, Entry, Facet, Index, IndexError, Order, SMALLEST_BUDGET};

fn document(id: &str, name: &str) -> Entry {
    Entry { kind: "document".into(), id: id.into(), sights: vec!["all".into()], name: name.into(), ..Entry::default() }
}

fn holding(entries: &[Entry]) -> Index {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer(SMALLEST_BUDGET).unwrap();
    for entry in entries {
        writer.put(entry).unwrap();
    }
    writer.commit("").unwrap();
    index.refresh().unwrap();
    index
}

fn ask(words: &str) -> Ask {
    Ask { words: words.into(), sights: vec!["all".into()], limit: 10, facets: true, ..Ask::default() }
}

fn ids(index: &Index, ask: &Ask) -> Vec<String> {
    index.search(ask).unwrap().rows.into_iter().map(|row| row.id).collect()
}

#[test]
fn accents_typed_put_what_holds_them_first() {
    let index = holding(&[document("1", "Xã Hoa Bình"), document("2", "Xã Hòa Bình"), document("3", "Xã Hóa Bính")]);
    assert_eq!(ids(&index, &ask("Hòa Bình"))[0], "2");
    assert_eq!(ids(&index, &ask("hoà bình"))[0], "2");
    assert_eq!(ids(&index, &ask("Hóa Bính"))[0], "3");
    assert_eq!(ids(&index, &ask("hoa binh")).len(), 3);
}

#[test]
fn nothing_is_found_by_who_may_not_see_it() {
    let mut secret = document("1", "Nghị quyết về nhân sự");
    secret.sights = vec!["branch-1".into(), "branch-2".into()];
    let mut unseen = document("2", "Nghị quyết bỏ quên");
    unseen.sights.clear();
    let index = holding(&[secret, unseen]);
    let by = |sights: &[&str]| {
        let sights = sights.iter().map(|s| (*s).to_owned()).collect();
        let found = index.search(&Ask { sights, ..ask("nghi quyet") }).unwrap();
        (found.rows.len(), found.total, found.facets.kinds.len())
    };
    assert_eq!(by(&["branch-2"]), (1, 1, 1));
    assert_eq!(by(&["branch-3"]), (0, 0, 0));
    assert_eq!(by(&[]), (0, 0, 0));
}

#[test]
fn filters_narrow_and_are_counted() {
    let of = |id: &str, of_type: &str, year: u64| Entry {
        of_type: of_type.into(),
        issuer: "Tỉnh ủy".into(),
        year,
        day: year * 10_000 + 101,
        validity: "in_force".into(),
        ..document(id, "về chi bộ")
    };
    let index = holding(&[of("1", "Chỉ thị", 2024), of("2", "Chỉ thị", 2026), of("3", "Kế hoạch", 2025)]);
    let found = index.search(&ask("chi bo")).unwrap();
    assert_eq!(found.total, 3);
    let facet = |value: &str, count| Facet { value: value.into(), count };
    assert_eq!(found.facets.types, [facet("Chỉ thị", 2), facet("Kế hoạch", 1)]);
    assert_eq!(found.facets.years, [facet("2026", 1), facet("2025", 1), facet("2024", 1)]);
    assert_eq!(found.facets.issuers, [facet("Tỉnh ủy", 3)]);
    assert_eq!(ids(&index, &Ask { types: vec!["Kế hoạch".into()], ..ask("chi bo") }), ["3"]);
    assert_eq!(ids(&index, &Ask { years: vec![2024], ..ask("chi bo") }), ["1"]);
    assert_eq!(ids(&index, &Ask { validities: vec!["replaced".into()], ..ask("chi bo") }).len(), 0);
    assert_eq!(ids(&index, &Ask { order: Order::Newest, ..ask("chi bo") }), ["2", "3", "1"]);
    assert_eq!(ids(&index, &Ask { order: Order::Newest, offset: 1, limit: 1, ..ask("chi bo") }), ["3"]);
}

#[test]
fn a_row_put_twice_is_found_once_and_a_removed_one_not_at_all() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer(SMALLEST_BUDGET).unwrap();
    for stamp in 1..=3 {
        writer.put(&Entry { stamp, ..document("1", "chi bộ") }).unwrap();
    }
    writer.put(&document("2", "chi bộ")).unwrap();
    writer.commit("first").unwrap();
    writer.remove("document", "2");
    writer.commit("second").unwrap();
    index.refresh().unwrap();
    assert_eq!(ids(&index, &ask("chi bo")), ["1"]);
    assert_eq!(index.stamps("document", &["1".into(), "2".into()]).unwrap(), [Some(3), None]);
    assert_eq!(index.note().unwrap(), "second");
    assert_eq!(index.rows_seen_by("all").unwrap().len(), 1);
}

#[test]
fn what_was_not_committed_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::make(folder.path()).unwrap();
    let mut writer = index.writer(SMALLEST_BUDGET).unwrap();
    writer.put(&document("1", "chi bộ")).unwrap();
    writer.commit("kept").unwrap();
    writer.put(&document("2", "chi bộ")).unwrap();
    assert!(matches!(index.writer(SMALLEST_BUDGET), Err(IndexError::Busy)));
    drop(writer);
    drop(index);
    let index = Index::open(folder.path()).unwrap();
    assert_eq!((ids(&index, &ask("chi bo")), index.note().unwrap()), (vec!["1".to_owned()], "kept".to_owned()));
    assert!(Index::is_whole(folder.path()).unwrap());
    assert!(matches!(Index::open(tempfile::tempdir().unwrap().path()), Err(IndexError::Damaged(_))));
}

#[test]
fn most_of_the_words_are_enough_when_nothing_holds_all() {
    let index = holding(&[document("1", "Kế hoạch thu gom rác thải"), document("2", "Kế hoạch khác")]);
    let found = index.search(&ask("ke hoach thu gom rac bien")).unwrap();
    assert!(found.is_loose);
    assert_eq!(found.rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["1"]);
    assert!(!index.search(&ask("thu gom rac")).unwrap().is_loose);
}

#[test]
fn a_word_that_is_not_finished_finds_its_endings() {
    let index = holding(&[document("1", "Đảng ủy xã Nghiêm Xuyên")]);
    assert_eq!(ids(&index, &ask("xa nghie")), ["1"]);
    assert_eq!(ids(&index, &ask("x")).len(), 0);
}

/// In a large index what most rows hold is met by sets of bits: the same rows must be found as without.
#[test]
fn in_a_large_index_common_words_and_wide_filters_find_what_they_say() {
    let entries: Vec<Entry> = (0..12_000_u64)
        .map(|n| Entry {
            sights: vec![if n % 3 == 0 { "province".into() } else { format!("branch-{}", n % 5) }, "all".into()],
            type_words: vec!["Kế hoạch".into()],
            text: if n % 1_000 == 7 { "trồng rừng ngập mặn".into() } else { String::new() },
            of_type: if n % 4 == 0 { "KH".into() } else { "NQ".into() },
            year: 2020 + n % 2,
            ..document(&n.to_string(), if n % 10 == 0 { "Họp tổ" } else { "Sinh hoạt chi bộ" })
        })
        .collect();
    let index = holding(&entries);
    let count = |change: &dyn Fn(&mut Ask)| {
        let mut asked = ask("chi bo");
        change(&mut asked);
        index.search(&asked).unwrap().total
    };
    let wanted =
        |is: &dyn Fn(u64) -> bool| u64::try_from((0..12_000).filter(|n| n % 10 != 0 && is(*n)).count()).unwrap();
    assert_eq!(count(&|_| {}), wanted(&|_| true));
    assert_eq!(count(&|ask| ask.types = vec!["NQ".into()]), wanted(&|n| n % 4 != 0));
    assert_eq!(count(&|ask| ask.years = vec![2021]), wanted(&|n| n % 2 == 1));
    let sights = ["province", "branch-1", "branch-2", "branch-3"].map(str::to_owned);
    assert_eq!(count(&|ask| ask.sights = sights.to_vec()), wanted(&|n| n % 3 == 0 || [1, 2, 3].contains(&(n % 5))));
    assert_eq!(count(&|ask| ask.words = "trong rung chi bo".into()), wanted(&|n| n % 1_000 == 7));
    assert_eq!(count(&|ask| ask.sights = vec!["nobody".into()]), 0);
    // a row that is gone is gone there, too
    let mut writer = index.writer(SMALLEST_BUDGET).unwrap();
    writer.remove("document", "1");
    writer.commit("").unwrap();
    index.refresh().unwrap();
    assert_eq!(count(&|_| {}), wanted(&|n| n != 1));
}
