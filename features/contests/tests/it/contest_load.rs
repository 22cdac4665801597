//! Many at once: nothing acknowledged is lost, numbers and places have no gap and no double.

use testkit::on_both_databases;

use crate::{an_open_contest, begun, joined, submitted};

on_both_databases! {
    fn many_contestants_at_once_leave_a_whole_log(site) {
        let (_, round) = an_open_contest(site, &[]);
        let contest = site.read(|tx| contests::store::find_by_no(tx, 1));
        std::thread::scope(|scope| {
            for thread in 0..4_i64 {
                let contest = &contest;
                scope.spawn(move || {
                    for number in 0..10_i64 {
                        let no = thread * 100 + number + 1;
                        let cookie = contests::contestant_cookie(contest, no);
                        let (name, value) = cookie.split_once('=').unwrap();
                        let me = site.visitor().with_cookie(name, value);
                        let _ = submitted(&begun(&me, round), round, usize::try_from(number % 6).unwrap());
                    }
                });
            }
        });
        let (count, first, last): (i64, i64, i64) = site.read(|tx| {
            tx.find("SELECT COUNT(*), MIN(place), MAX(place) FROM contest_result", &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        });
        assert_eq!((count, first, last), (40, 1, 40));
    }

    fn two_who_register_at_once_have_two_numbers(site) {
        let _ = an_open_contest(site, &[]);
        std::thread::scope(|scope| {
            for thread in 0..4 {
                scope.spawn(move || {
                    for number in 0..5 {
                        let _ = joined(site, &format!("Người {thread}-{number}"));
                    }
                });
            }
        });
        let (count, last): (i64, i64) =
            site.read(|tx| tx.find("SELECT COUNT(*), MAX(no) FROM contestant", &[], |row| Ok((row.get(0)?, row.get(1)?))));
        assert_eq!((count, last), (20, 20));
    }
}
