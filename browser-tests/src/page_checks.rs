//! What every page must pass, whoever it is for: no error in the console, no serious fault of accessibility, nothing
//! that sticks out of a phone. And its picture, at both widths.

use std::path::PathBuf;
use std::{env, fs};

use serde_json::{Value, json};
use thirtyfour::SessionId;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::common::requestdata::RequestData;

use crate::{Browser, Step, WIDTHS};

const TALLEST_PICTURE: u64 = 2400;

impl Browser {
    /// Looks at the page at both widths: takes `NAME-1280.png` and `NAME-360.png` and makes the three checks.
    ///
    /// # Errors
    /// With everything found wrong, each with the element.
    pub async fn look(&mut self, name: &str) -> Step {
        let before = self.width;
        let mut wrong = Vec::new();
        for width in WIDTHS {
            self.resize(width).await?;
            self.screenshot(name).await?;
            wrong.extend(self.faults().await?.into_iter().map(|fault| format!("{width} px: {fault}")));
        }
        self.resize(before).await?;
        if wrong.is_empty() {
            return Ok(());
        }
        Err(format!("{name} ({}):\n{}", self.address().await?, wrong.join("\n")).into())
    }

    /// The same at the present width only, for pages that are meant for one kind of screen.
    ///
    /// # Errors
    /// As [`Browser::look`].
    pub async fn look_here(&mut self, name: &str) -> Step {
        self.screenshot(name).await?;
        let wrong = self.faults().await?;
        if wrong.is_empty() {
            return Ok(());
        }
        Err(format!("{name} ({}):\n{}", self.address().await?, wrong.join("\n")).into())
    }

    /// Takes a picture for the documentation: the page at its present width, only so many pixels of it.
    ///
    /// # Errors
    /// When the picture cannot be written.
    pub async fn picture(&self, name: &str, height: u32) -> Step {
        self.run(
            "window.scrollTo({top: 0, behavior: 'instant'}); document.querySelectorAll('.flashes').forEach((each) => each.remove())",
            Vec::new(),
        )
        .await?;
        self.shoot(name, height).await
    }

    /// Takes the picture of the whole page as `NAME-WIDTH.png` in the folder of screenshots.
    ///
    /// # Errors
    /// When the picture cannot be written.
    pub async fn screenshot(&self, name: &str) -> Step {
        let height = self.run("return document.documentElement.scrollHeight", Vec::new()).await?;
        let height = height.as_u64().unwrap_or(900).clamp(600, TALLEST_PICTURE);
        self.shoot(name, u32::try_from(height)?).await
    }

    async fn shoot(&self, name: &str, height: u32) -> Step {
        self.measure(self.width, height).await?;
        // charts redraw after a change of size
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        let picture = self.driver.screenshot_as_png().await?;
        let folder = screenshots();
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{name}-{}.png", self.width)), picture)?;
        Ok(())
    }

    /// What is wrong with the page at its present width; empty when nothing is.
    ///
    /// # Errors
    /// When the browser is gone, or axe-core is not installed.
    pub async fn faults(&self) -> Step<Vec<String>> {
        let mut found = self.console_errors().await?;
        found.extend(self.accessibility_faults().await?);
        found.extend(self.overflow().await?);
        Ok(found)
    }

    /// The errors the page wrote to the console since this was last asked. A page that answered 4xx on purpose counts
    /// as one for the browser, not for us.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn console_errors(&self) -> Step<Vec<String>> {
        let answer = self.driver.handle.cmd(ConsoleLog).await?;
        let entries: Vec<Value> = serde_json::from_value(answer.value_json()?)?;
        let page = self.address().await?;
        let is_refusal =
            |message: &str| message.starts_with(&page) && message.contains("the server responded with a status of 4");
        let messages = entries
            .iter()
            .filter(|entry| entry["level"] == "SEVERE")
            .filter_map(|entry| entry["message"].as_str())
            .filter(|message| !is_refusal(message));
        Ok(messages.map(|message| format!("console: {message}")).collect())
    }

    async fn accessibility_faults(&self) -> Step<Vec<String>> {
        let axe =
            fs::read_to_string(axe_script()).map_err(|cause| format!("axe-core ({cause}): run `cargo x assets`"))?;
        self.run(&format!("{axe}; return null"), Vec::new()).await?;
        let script = "const done = arguments[arguments.length - 1];\
             axe.run(document, {resultTypes: ['violations']}).then((result) => done(result.violations\
             .filter((fault) => ['serious', 'critical'].includes(fault.impact))\
             .flatMap((fault) => fault.nodes.map((node) => `axe ${fault.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`))),\
             (cause) => done([`axe: ${cause}`]));";
        let found = self.driver.execute_async(script, Vec::new()).await?;
        Ok(serde_json::from_value(found.json().clone())?)
    }

    async fn overflow(&self) -> Step<Vec<String>> {
        let script = "const wide = arguments[0] + 1;\
             if (document.documentElement.scrollWidth <= wide) return [];\
             return [...document.querySelectorAll('body *')].filter((each) => each.getBoundingClientRect().right > wide)\
             .slice(0, 3).map((each) => `sticks out to ${Math.round(each.getBoundingClientRect().right)}: ${each.outerHTML.slice(0, 120)}`);";
        Ok(serde_json::from_value(self.run(script, vec![json!(self.width)]).await?)?)
    }
}

fn screenshots() -> PathBuf {
    env::var_os("THONGSUOT_SCREENSHOTS")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/screenshots")), PathBuf::from)
}

fn axe_script() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../web/node_modules/axe-core/axe.min.js"))
}

/// Chromedriver's own command for the browser's log.
#[derive(Debug)]
struct ConsoleLog;

impl FormatRequestData for ConsoleLog {
    fn format_request(&self, session_id: &SessionId) -> RequestData {
        RequestData::new(http::Method::POST, format!("/session/{session_id}/se/log"))
            .add_body(json!({"type": "browser"}))
    }
}
