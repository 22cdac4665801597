//! official-text
