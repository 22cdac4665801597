//! conferences
