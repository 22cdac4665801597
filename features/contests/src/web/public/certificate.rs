//! Whether a certificate is true: where its QR code leads.

use askama::Template;
use platform::web::{Actor, Answer, Cx, Failure, Path, page};

use crate::domain::Contest;
use crate::store::{self, Certificate};

#[derive(Template)]
#[template(path = "contests/public/certificate.html")]
struct CertificatePage {
    cx: Cx,
    certificate: Certificate,
    contest: Contest,
    unit_name: String,
}

impl CertificatePage {
    /// That it does not hold any more, and since when where that was kept.
    fn since(&self) -> String {
        match self.certificate.withdrawn_at {
            Some(at) => self.cx.t1("contests-certificate-withdrawn-since", "day", self.cx.day(&at.day())),
            None => self.cx.t("contests-certificate-withdrawn"),
        }
    }

    /// Why it does not hold any more, in words that accuse nobody.
    fn why(&self) -> String {
        match self.certificate.withdrawn_for.as_str() {
            store::ANNULLED => self.cx.t("contests-certificate-annulled"),
            store::REPLACED => self.cx.t("contests-certificate-replaced"),
            store::DROPPED => self.cx.t("contests-certificate-dropped"),
            _ => self.certificate.withdrawn.clone(),
        }
    }
}

/// The certificate with this code.
pub(crate) async fn show(who: Actor, Path(code): Path<String>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (certificate, no) = store::find_certificate(tx, &code)?;
            let contest = store::find_by_no(tx, no)?;
            let unit_name = units::store::find(tx, contest.unit)?.name;
            Ok::<_, Failure>(CertificatePage { cx: asker.cx("contests-certificate"), certificate, contest, unit_name })
        })
        .await?;
    page(&shown)
}
