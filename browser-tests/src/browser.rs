//! A browser driven by what people see: labels, words on buttons, text on the page. Debian's chromium through its
//! chromedriver; a new empty profile each time.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::common::capabilities::desiredcapabilities::CapabilitiesHelper;
use thirtyfour::error::{WebDriverError, WebDriverErrorInner, WebDriverResult};
use thirtyfour::extensions::cdp::ChromeDevTools;
use thirtyfour::{DesiredCapabilities, WebDriver, WebElement};

use crate::{Step, nothing_may_be_skipped};

const PATIENCE: Duration = Duration::from_secs(15);
const FINDERS: &str = include_str!("finders.js");

/// A browser window at one width. [`Browser::close`] it at the end of the test.
pub struct Browser {
    pub(crate) driver: WebDriver,
    site: String,
    process: Child,
    _profile: TempDir,
    pub(crate) width: u32,
}

/// How often the sign-in looks whether it is through: every quarter of a second for fifteen seconds.
const PATIENCE_TRIES: u32 = 60;

impl Browser {
    /// Opens a browser on the site at `address`. None, with a line saying so, where Chromium is not installed; on a
    /// machine where nothing may be skipped that is an error.
    ///
    /// # Errors
    /// When Chromium is missing and must not be, or does not start.
    pub async fn open_on(address: &str) -> Step<Option<Self>> {
        let Some((mut process, port)) = start_driver()? else {
            return Ok(None);
        };
        let profile = TempDir::new()?;
        let driver = match WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities(profile.path())?).await {
            Ok(driver) => driver,
            Err(cause) => {
                process.kill()?;
                return Err(cause.into());
            }
        };
        let mut browser =
            Browser { driver, site: address.trim_end_matches('/').into(), process, _profile: profile, width: 0 };
        browser.resize(1280).await?;
        Ok(Some(browser))
    }

    /// Makes the window this wide; 360 is a phone held upright.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn resize(&mut self, width: u32) -> Step {
        self.width = width;
        self.measure(width, if width < 600 { 740 } else { 900 }).await
    }

    pub(crate) async fn measure(&self, width: u32, height: u32) -> Step {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        let tools = ChromeDevTools::new(self.driver.handle.clone());
        tools.execute_cdp_with_params("Emulation.setDeviceMetricsOverride", metrics).await?;
        Ok(())
    }

    /// Opens a page of the site, `/units` for one, or a whole address.
    ///
    /// # Errors
    /// When the page cannot be loaded.
    pub async fn open(&self, path: &str) -> Step {
        let address = if path.starts_with('/') { format!("{}{path}", self.site) } else { path.to_owned() };
        Ok(self.driver.goto(address).await?)
    }

    /// Signs in with a name and password through the page a person would use.
    ///
    /// # Errors
    /// When the page refuses.
    pub async fn sign_in(&self, name: &str, password: &str) -> Step {
        self.driver.delete_all_cookies().await?;
        self.open("/sign-in").await?;
        let fields = self.driver.find(thirtyfour::By::Css("form:has(input[type=password])")).await?;
        let login = fields.find(thirtyfour::By::Css("input:not([type=hidden]):not([type=password])")).await?;
        login.send_keys(name).await?;
        let secret = fields.find(thirtyfour::By::Css("input[type=password]")).await?;
        secret.send_keys(password).await?;
        fields.find(thirtyfour::By::Css("button")).await?.click().await?;
        // the password is hashed slowly on purpose, so the next page takes its time
        for _ in 0..PATIENCE_TRIES {
            let left = self.driver.find_all(thirtyfour::By::Css("input[type=password]")).await;
            if left.is_ok_and(|fields| fields.is_empty()) {
                return Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        }
        Err(format!("{name} could not sign in; the page says:\n{}", self.text().await?).into())
    }

    /// Presses the button, link or menu that shows these words (or is called so for screen readers).
    ///
    /// # Errors
    /// When none can be seen within fifteen seconds.
    pub async fn press(&self, words: &str) -> Step {
        self.press_found("pressable", words).await
    }

    /// Fills the field with this label: types into it, or chooses the option that shows `value`.
    ///
    /// # Errors
    /// When there is no such field or choice.
    pub async fn fill(&self, label: &str, value: &str) -> Step {
        let field = self.wait_for("field", label).await?;
        self.bring_into_view(&field).await?;
        if self.set_directly(&field, value).await? {
            return Ok(());
        }
        field.clear().await?;
        Ok(field.send_keys(value).await?)
    }

    /// Types these words into the searchable choice with this label and takes the first that is found.
    ///
    /// # Errors
    /// When there is no such choice, or nothing is found.
    pub async fn search_and_choose(&self, label: &str, words: &str) -> Step {
        let select = self.wait_for("field", label).await?;
        self.driver.execute("arguments[0].tomselect.clear()", vec![select.to_json()?]).await?;
        self.search_and_add(label, words).await
    }

    /// As [`Browser::search_and_choose`], beside what is chosen already.
    ///
    /// # Errors
    /// When there is no such choice, or nothing is found.
    pub async fn search_and_add(&self, label: &str, words: &str) -> Step {
        let select = self.wait_for("field", label).await?;
        let open = "const box = arguments[0].tomselect; box.focus(); return box.control_input;";
        let typed_into = self.driver.execute(open, vec![select.to_json()?]).await?.element()?;
        typed_into.send_keys(words).await?;
        self.press_found("offered", words).await?;
        // an open list of choices would move the page under the next press
        let close = "const box = arguments[0].tomselect; box.close(); box.blur();";
        self.driver.execute(close, vec![select.to_json()?]).await?;
        Ok(())
    }

    /// Ticks the box or chooses the one with this label.
    ///
    /// # Errors
    /// When there is none.
    pub async fn tick(&self, label: &str) -> Step {
        if self.wait_for("field", label).await?.is_selected().await? {
            return Ok(());
        }
        self.press_found("field", label).await
    }

    /// The first text in the page that matches the selector, as shown.
    ///
    /// # Errors
    /// When nothing matches within fifteen seconds.
    pub async fn text_of(&self, selector: &str) -> Step<String> {
        Ok(self.wait_for("selected", selector).await?.text().await?)
    }

    /// Gives a file to the field with this label.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn attach(&self, label: &str, file: &Path) -> Step {
        let field = self.wait_for("field", label).await?;
        Ok(field.send_keys(file.canonicalize()?.to_string_lossy().as_ref()).await?)
    }

    /// Waits until the page shows these words.
    ///
    /// # Errors
    /// After fifteen seconds, with what the page showed.
    pub async fn sees(&self, words: &str) -> Step {
        let until = Instant::now() + PATIENCE;
        loop {
            let text = self.text().await?;
            if plain(&text).contains(&plain(words)) {
                return Ok(());
            }
            if Instant::now() > until {
                return Err(format!("the page {} does not show “{words}” but:\n{text}", self.address().await?).into());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// What the page shows, as text.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn text(&self) -> Step<String> {
        let shown = self.run("return document.body ? document.body.innerText : ''", Vec::new()).await?;
        Ok(shown.as_str().unwrap_or_default().to_owned())
    }

    /// The address of the page.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn address(&self) -> Step<String> {
        Ok(self.driver.current_url().await?.to_string())
    }

    /// Runs a script in the page and gives back what it returns.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Step<Value> {
        Ok(self.driver.execute(script, arguments).await?.json().clone())
    }

    /// Ends the browser.
    ///
    /// # Errors
    /// When it is gone already.
    pub async fn close(mut self) -> Step {
        self.driver.clone().quit().await?;
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }

    // what the page puts in another's place, or moves, between the look and the press is pressed where it stands then
    async fn press_found(&self, finder: &str, words: &str) -> Step {
        let until = Instant::now() + PATIENCE;
        loop {
            let element = self.wait_for(finder, words).await?;
            match self.press_on(&element).await {
                Err(cause) if may_pass(&cause) && Instant::now() < until => {}
                pressed => return Ok(pressed?),
            }
        }
    }

    async fn press_on(&self, element: &WebElement) -> WebDriverResult<()> {
        self.bring_into_view(element).await?;
        element.click().await
    }

    // at once and in the middle: a page that still glides, or a bar that sticks to its foot, would take the press
    async fn bring_into_view(&self, element: &WebElement) -> WebDriverResult<()> {
        let script = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})";
        self.driver.execute(script, vec![element.to_json()?]).await?;
        Ok(())
    }

    async fn wait_for(&self, finder: &str, words: &str) -> Step<WebElement> {
        let until = Instant::now() + PATIENCE;
        let script = format!("{FINDERS}\nreturn quiet() ? {finder}(arguments[0]) : null;");
        loop {
            let found = self.driver.execute(script.as_str(), vec![json!(words)]).await;
            if let Ok(element) = found.and_then(|answer| answer.element()) {
                return Ok(element);
            }
            if Instant::now() > until {
                let (address, text) = (self.address().await?, self.text().await?);
                return Err(format!("the page {address} has no {finder} “{words}”; it shows:\n{text}").into());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    // typing into a date, a choice or a searchable choice depends on the browser's language: set those by value
    async fn set_directly(&self, field: &WebElement, value: &str) -> Step<bool> {
        let script = format!("{FINDERS}\nreturn choose(arguments[0], arguments[1]);");
        let answer = self.driver.execute(script.as_str(), vec![field.to_json()?, json!(value)]).await?;
        match answer.json().as_str() {
            Some("typed") => Ok(false),
            Some("chosen") => Ok(true),
            _ => Err(format!("the field has no choice “{value}”").into()),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // a failed test does not reach close(); chromedriver takes its browser with it, so nothing is left to quit
        let _ = self.driver.clone().leak();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The element was replaced, or something lies over it for a moment: a list that closes, a word that fades.
fn may_pass(cause: &WebDriverError) -> bool {
    use WebDriverErrorInner::{ElementClickIntercepted, StaleElementReference};
    matches!(cause.as_inner(), StaleElementReference(_) | ElementClickIntercepted(_))
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn start_driver() -> Step<Option<(Child, u16)>> {
    let started = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut process = match started {
        Ok(process) => process,
        Err(cause) if nothing_may_be_skipped() => return Err(format!("chromedriver does not start: {cause}").into()),
        Err(_) => {
            println!("skipped: Chromium is not installed (apt-get install chromium chromium-driver)");
            return Ok(None);
        }
    };
    let output = process.stdout.take().ok_or("chromedriver has no output")?;
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let port = lines
        .find_map(|line| line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok())
        .ok_or("chromedriver did not say its port")?;
    // keep reading, or the driver would stop at a full pipe
    std::thread::spawn(move || lines.for_each(drop));
    Ok(Some((process, port)))
}

fn capabilities(profile: &Path) -> Step<thirtyfour::ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    let profile: PathBuf = profile.join("profile");
    let fixed = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        "--disable-sync",
        "--disable-quic",
        "--disable-component-update",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--lang=vi",
    ];
    for argument in fixed {
        capabilities.add_arg(argument)?;
    }
    capabilities.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    capabilities.set_base_capability("goog:loggingPrefs", json!({"browser": "ALL"}))?;
    Ok(capabilities)
}
