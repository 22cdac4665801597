//! `thongsuot demo`: the fictional province, built when it does not stand yet, then served.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;

use crate::cli::Demo;
use crate::demo::{self, PASSWORD, Standing, StoryClock};
use crate::installation::{self, Place};
use crate::server;

/// A folder that goes when the demo ends, unless it was asked for.
struct Folder {
    path: PathBuf,
    is_temporary: bool,
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.is_temporary {
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

pub(super) fn run(asked: &Demo) -> anyhow::Result<()> {
    let folder = folder_of(asked)?;
    let place = Place::at(&folder.path, asked.database.as_deref(), asked.listen.as_deref())?;
    super::log(&place.config.log)?;
    let standing = match demo::standing(&folder.path)? {
        Some(standing) => standing,
        None => build(&folder, &place)?,
    };
    if asked.build_only {
        return Ok(());
    }
    let app = installation::open_with(&place, Arc::new(StoryClock::ahead(standing.shift)))?;
    let today = app.clock.today().shown();
    let address = place.config.server.address();
    server::serve(app, &place.config.server.listen, &place.config.metrics, |_| greet(&address, &today, &standing))
}

fn folder_of(asked: &Demo) -> anyhow::Result<Folder> {
    if let Some(path) = &asked.data {
        return Ok(Folder { path: path.clone(), is_temporary: false });
    }
    let path = std::env::temp_dir().join(format!("thongsuot-demo-{}", std::process::id()));
    std::fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
    Ok(Folder { path, is_temporary: true })
}

fn build(folder: &Folder, place: &Place) -> anyhow::Result<Standing> {
    let began = Instant::now();
    let mut tell = |what: &str| eprintln!("{:5.1} s  {what}", began.elapsed().as_secs_f32());
    let built = demo::build(place, &mut tell);
    if built.is_err() && folder.path.exists() {
        // half a province would only be in the way of the next try
        let _ = std::fs::remove_dir_all(&folder.path);
    }
    let standing = built.context("không dựng được bản xem thử / the demo could not be built")?;
    tell("Xong");
    Ok(standing)
}

fn greet(address: &str, today: &str, standing: &Standing) {
    println!();
    println!("Thông Suốt, bản xem thử tỉnh Lĩnh Giang (giả định): {address}");
    println!("Trong bản xem thử, hôm nay là {today}. Dừng: Ctrl-C.");
    println!();
    println!("{:<14} {:<16} {:<28} Họ tên", "Tên đăng nhập", "Mật khẩu", "Vai trò");
    for login in &standing.logins {
        println!("{:<14} {PASSWORD:<16} {:<28} {} ({})", login.user_name, login.role, login.name, login.unit);
    }
    println!();
}
