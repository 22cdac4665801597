//! The product as one program: its features in their order, the installation it opens, the server, the commands. What
//! any one feature does stands in that feature.

pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod demo;
pub mod features;
pub mod installation;
pub mod operation;
pub mod server;
