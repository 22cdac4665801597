//! Maps and sets of keys that are hashes already and need not be hashed again.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Gives the key itself.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Itself(u64);

impl Hasher for Itself {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        // the map takes its place from the low bits and its check from the high ones
        self.0 = key ^ key.rotate_left(32);
    }
}

pub(crate) type KeyMap<V> = HashMap<u64, V, BuildHasherDefault<Itself>>;
pub(crate) type KeySet = HashSet<u64, BuildHasherDefault<Itself>>;
