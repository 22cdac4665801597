//! `thongsuot search rebuild`: builds the search index of this node anew. The index is made from the database; nothing is
//! lost with it.

use anyhow::Context;

use crate::cli::Where;
use crate::installation;

pub(super) fn rebuild(place: &Where) -> anyhow::Result<()> {
    let app = installation::open_existing(&super::place_of(place)?)?;
    let began = std::time::Instant::now();
    match ::search::rebuild(&app).context("chỉ mục tìm kiếm / search index")? {
        ::search::Rebuilt::Here(rows) => {
            println!("Đã dựng lại chỉ mục tìm kiếm: {rows} mục, {:.1} giây", began.elapsed().as_secs_f32());
        }
        ::search::Rebuilt::ByTheServer => {
            println!("Máy chủ đang chạy sẽ dựng lại chỉ mục; trong lúc đó tìm kiếm vẫn dùng chỉ mục cũ.");
            println!("The running server builds it anew and answers from the old one meanwhile.");
        }
    }
    Ok(())
}
