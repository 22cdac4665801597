//! Results that look alike: several contestants on one device, from one address in one burst, or with the same answers in
//! a sequence nobody comes to alone. They are listed for a person to look at; nothing follows from them by itself.

use std::collections::HashMap;

kernel::words! {
    /// What is alike (text `contests-sign-<code>`).
    Sign {
        /// One device took several contestants' attempts.
        Device = "device",
        /// One address, ends within a minute of one another.
        Burst = "burst",
        /// The same questions answered the same, wrong ones too.
        Answers = "answers",
    }
}

/// A result as it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Its place in the log.
    pub place: i64,
    /// Whose.
    pub contestant: i64,
    /// The device's token; empty when unknown.
    pub device: String,
    /// The hashed address; empty when unknown.
    pub address: String,
    /// When it ended, milliseconds.
    pub finished_at: i64,
    /// The wrong answers in the pool's words: what was chosen of which question.
    pub wrong: Vec<(usize, u8)>,
}

/// Results that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// What is alike.
    pub sign: Sign,
    /// Their places in the log, in order.
    pub places: Vec<i64>,
    /// The contestants, each once.
    pub contestants: Vec<i64>,
}

/// Contestants on one device that a family may be.
const FAMILY: usize = 2;
/// Ends from one address within a minute that a class in a hall does not make.
const BURST: usize = 12;
const MINUTE: i64 = 60_000;
/// Equal wrong answers that are no chance.
const SAME_WRONG: usize = 4;

/// The clusters, largest first.
#[must_use]
pub fn clusters(traces: &[Trace]) -> Vec<Cluster> {
    let mut found = Vec::new();
    let of_devices = groups(traces, |trace| (!trace.device.is_empty()).then(|| trace.device.clone()));
    found.extend(of_devices.into_iter().filter_map(|group| cluster(Sign::Device, &group, FAMILY)));
    let of_addresses = groups(traces, |trace| (!trace.address.is_empty()).then(|| trace.address.clone()));
    for group in of_addresses {
        found.extend(bursts(group).into_iter().filter_map(|burst| cluster(Sign::Burst, &burst, BURST)));
    }
    let alike = groups(traces, |trace| (trace.wrong.len() >= SAME_WRONG).then(|| trace.wrong.clone()));
    found.extend(alike.into_iter().filter_map(|group| cluster(Sign::Answers, &group, 1)));
    found.sort_by(|a, b| b.contestants.len().cmp(&a.contestants.len()).then(a.places.cmp(&b.places)));
    found
}

fn groups<K: std::hash::Hash + Eq>(traces: &[Trace], key: impl Fn(&Trace) -> Option<K>) -> Vec<Vec<&Trace>> {
    let mut all: HashMap<K, Vec<&Trace>> = HashMap::new();
    for trace in traces {
        if let Some(key) = key(trace) {
            all.entry(key).or_default().push(trace);
        }
    }
    all.into_values().filter(|group| group.len() > 1).collect()
}

/// Stretches of ends, each within a minute of the one before.
fn bursts(mut group: Vec<&Trace>) -> Vec<Vec<&Trace>> {
    group.sort_by_key(|trace| trace.finished_at);
    let mut all: Vec<Vec<&Trace>> = Vec::new();
    for trace in group {
        match all.last_mut() {
            Some(burst) if burst.last().is_some_and(|last| trace.finished_at - last.finished_at <= MINUTE) => {
                burst.push(trace);
            }
            _ => all.push(vec![trace]),
        }
    }
    all
}

/// A cluster when more than this many contestants are in it.
fn cluster(sign: Sign, group: &[&Trace], usual: usize) -> Option<Cluster> {
    let mut contestants: Vec<i64> = group.iter().map(|trace| trace.contestant).collect();
    contestants.sort_unstable();
    contestants.dedup();
    let mut places: Vec<i64> = group.iter().map(|trace| trace.place).collect();
    places.sort_unstable();
    (contestants.len() > usual).then_some(Cluster { sign, places, contestants })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace(place: i64, contestant: i64, device: &str, address: &str, wrong: &[(usize, u8)]) -> Trace {
        Trace {
            place,
            contestant,
            device: device.into(),
            address: address.into(),
            finished_at: place * 1_000,
            wrong: wrong.to_vec(),
        }
    }

    #[test]
    fn a_family_on_one_telephone_is_no_cluster_a_crowd_is() {
        let mut traces = vec![trace(1, 1, "d", "", &[]), trace(2, 2, "d", "", &[]), trace(3, 1, "d", "", &[])];
        assert_eq!(clusters(&traces), []);
        traces.push(trace(4, 3, "d", "", &[]));
        let found = clusters(&traces);
        assert_eq!((found[0].sign, found[0].contestants.as_slice()), (Sign::Device, &[1, 2, 3][..]));
        assert_eq!(found[0].places, [1, 2, 3, 4]);
    }

    #[test]
    fn a_burst_from_one_address_and_the_same_wrong_answers_are_clusters() {
        let crowd: Vec<Trace> = (1..=13).map(|n| trace(n, n, "", "a", &[])).collect();
        assert_eq!(clusters(&crowd)[0].sign, Sign::Burst);
        let spread: Vec<Trace> = (1..=13).map(|n| trace(n * 100, n, "", "a", &[])).collect();
        assert_eq!(clusters(&spread), []);
        let wrong = [(1, 2), (4, 1), (6, 8), (9, 4)];
        let alike = [trace(1, 1, "", "", &wrong), trace(2, 2, "", "", &wrong), trace(3, 3, "", "", &wrong[..3])];
        assert_eq!(clusters(&alike)[0].contestants, [1, 2]);
        let all_right = [trace(1, 1, "", "", &[]), trace(2, 2, "", "", &[])];
        assert_eq!(clusters(&all_right), [], "the same right answers are what one hopes for");
    }
}
