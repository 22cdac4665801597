//! Files that arrive in pieces.

use testkit::{Browser, Page, on_both_databases};

use crate::{a_set, officer};

const TUS: (&str, &str) = ("tus-resumable", "1.0.0");
const KIND: (&str, &str) = ("content-type", "application/offset+octet-stream");

/// A film of so many bytes.
fn film(length: usize) -> Vec<u8> {
    let mut film = b"\0\0\0\x18ftypisom".to_vec();
    film.extend((film.len()..length).map(|at| u8::try_from(at % 251).unwrap()));
    film
}

fn announce<'s>(browser: &Browser<'s>, length: usize) -> Page<'s> {
    // phim.mp4
    let length = length.to_string();
    let headers = [TUS, ("upload-length", length.as_str()), ("upload-metadata", "filename cGhpbS5tcDQ=")];
    browser.request("POST", "/materials/uploads", &headers, b"")
}

fn piece<'s>(browser: &Browser<'s>, upload: &str, offset: usize, content: &[u8]) -> Page<'s> {
    let offset = offset.to_string();
    browser.request("PATCH", upload, &[TUS, KIND, ("upload-offset", offset.as_str())], content)
}

fn arrived(browser: &Browser<'_>, upload: &str) -> String {
    let page = browser.request("HEAD", upload, &[TUS], b"").is_ok();
    page.headers["upload-offset"].to_str().unwrap().to_owned()
}

on_both_databases! {
    fn a_film_arrives_in_pieces_and_becomes_a_part_read_by_ranges(site) {
        let set = a_set(site, true);
        let (officer, film) = (officer(site), film(10_000));
        let upload = announce(&officer, film.len()).has_status(201).location();
        let _ = piece(&officer, &upload, 0, &film[..4_000]).has_status(204);
        // the line broke: the sender asks, and goes on from there
        assert_eq!(arrived(&officer, &upload), "4000");
        let _ = piece(&officer, &upload, 0, &film[..4_000]).has_status(409);
        let id = upload.rsplit('/').next().unwrap();
        let fields = [("kind", "video"), ("version", "1"), ("title", "Phim tài liệu"), ("upload", id)];
        let early = officer.upload(&format!("{set}/parts/new"), &fields, ("file", "", b""));
        early.is_refused_because("MAT-12");
        let _ = piece(&officer, &upload, 4_000, &film[4_000..]).has_status(204);
        let _ = officer.upload(&format!("{set}/parts/new"), &fields, ("file", "", b"")).follow().is_ok().has_text("phim.mp4");
        let read = officer.open(&set).press("/publish").follow().is_ok().attribute("a[href^='/m/']", "href");
        let address = site.visitor().open(&read).is_ok().attribute("video", "src");
        let whole = site.visitor().open(&address).is_ok();
        assert_eq!(whole.bytes, film);
        assert_eq!(whole.headers["content-type"], "video/mp4");
        let part = site.visitor().request("GET", &address, &[("range", "bytes=100-199")], b"").has_status(206);
        assert_eq!((part.bytes.as_slice(), &part.headers["content-range"]), (&film[100..200], &"bytes 100-199/10000".parse().unwrap()));
        let _ = site.visitor().request("GET", &address, &[("range", "bytes=10000-")], b"").has_status(416);
        // it became a part: the upload is gone
        let _ = officer.request("HEAD", &upload, &[TUS], b"").has_status(404);
    }

    fn a_spoilt_piece_is_taken_back(site) {
        let (officer, film) = (officer(site), film(2_000));
        let upload = announce(&officer, film.len()).location();
        let wrong = [TUS, KIND, ("upload-offset", "0"), ("upload-checksum", "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=")];
        let _ = officer.request("PATCH", &upload, &wrong, &film[..500]).has_status(460);
        assert_eq!(arrived(&officer, &upload), "0");
        // the checksum of "abc"
        let right = [TUS, KIND, ("upload-offset", "0"), ("upload-checksum", "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=")];
        let _ = officer.request("PATCH", &upload, &right, b"abc").has_status(204);
        assert_eq!(arrived(&officer, &upload), "3");
        let _ = piece(&officer, &upload, 3, &film).has_status(413);
        assert_eq!(arrived(&officer, &upload), "3");
    }

    fn an_upload_is_its_senders_own_is_limited_and_expires(site) {
        let sender = officer(site);
        let upload = announce(&sender, 2_000).location();
        let _ = officer(site).request("HEAD", &upload, &[TUS], b"").has_status(404);
        let _ = announce(&sender, 3 * 1024 * 1024 * 1024).has_status(413);
        // TUYỆT MẬT.mp4
        let secret = [TUS, ("upload-length", "10"), ("upload-metadata", "filename VFVZ4buGVCBN4bqsVC5tcDQ=")];
        sender.request("POST", "/materials/uploads", &secret, b"").is_refused_because("DOC-02");
        let forged = sender.post_raw("/materials/uploads", &[]);
        let _ = forged.has_status(403);
        let _ = piece(&sender, &upload, 0, b"abc").has_status(204);
        site.set_time("2026-11-26", 8, 0);
        let _ = sender.request("HEAD", &upload, &[TUS], b"").has_status(404);
        site.run_jobs();
        let key = upload.rsplit('/').next().unwrap();
        assert_eq!(site.app.files.arrived(key).unwrap(), 0);
    }

    fn a_film_that_met_a_changed_set_is_not_sent_again(site) {
        let set = a_set(site, true);
        let (officer, film) = (officer(site), film(5_000));
        let upload = announce(&officer, film.len()).location();
        let _ = piece(&officer, &upload, 0, &film).has_status(204);
        let id = upload.rsplit('/').next().unwrap().to_owned();
        let send = |version: &str| {
            let fields = [("kind", "video"), ("version", version), ("title", "Phim tài liệu"), ("upload", id.as_str())];
            officer.upload(&format!("{set}/parts/new"), &fields, ("file", "", b""))
        };
        // somebody else has written on the set meanwhile
        let form = officer.open(&format!("{set}/edit")).is_ok().fill("title", "Tên khác");
        let _ = form.press("/edit").follow().is_ok();
        let again = send("1").has_status(422).has_text("vừa được sửa ở nơi khác").has_text("Tệp đã tải lên xong");
        assert_eq!(again.attribute("input[name=upload]", "value"), id);
        assert_eq!(arrived(&officer, &upload), "5000", "nothing of it is used up");
        // and once more, so late that the file was kept already
        let kept = site.app.files.keep_arrived(&id).unwrap();
        let key = id.parse().unwrap();
        site.write(move |tx| materials::store::note_kept(tx, key, &kept));
        assert_eq!(arrived(&officer, &upload), "5000");
        let _ = piece(&officer, &upload, 5_000, b"").has_status(409);
        let version = again.attribute("input[name=version]", "value");
        let _ = send(&version).follow().is_ok().has_text("phim.mp4");
        let read = officer.open(&set).press("/publish").follow().is_ok().attribute("a[href^='/m/']", "href");
        let address = site.visitor().open(&read).is_ok().attribute("video", "src");
        assert_eq!(site.visitor().open(&address).is_ok().bytes, film);
    }
}
