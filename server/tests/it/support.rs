//! A centre of its own for each test, and somebody who visits it.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use jiff::civil::date;
use model::{AuthorityId, Millis};
use server::platform::{Chance, Scope};
use server::{App, Clock, Db, Settings};
use sqlx::{Connection, Executor};
use tower::ServiceExt;

/// Runs a test on SQLite and on PostgreSQL, each with a centre of its own.
macro_rules! both_databases {
    ($($name:ident),+ $(,)?) => {
        $(mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$name($crate::support::Centre::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                if let Some(centre) = $crate::support::Centre::postgres().await {
                    super::$name(centre).await;
                }
            }
        })+
    };
}
pub(crate) use both_databases;

/// The repository's root.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().expect("the server stands in the repository").to_path_buf()
}

/// A centre with the demonstration county in it.
pub struct Centre {
    pub app: App,
    pub url: String,
    router: Router,
    people: Vec<server::demo::Somebody>,
    pub folder: tempfile::TempDir,
}

/// Wednesday 4 March 2026, noon.
pub fn noon() -> Millis {
    Millis::start_of(date(2026, 3, 4)).plus(12 * 3_600_000)
}

/// A fresh database on the PostgreSQL that the tests are given. Without one the test says so and ends; `cargo verify` always gives one.
pub async fn postgres_url() -> Option<String> {
    static N: AtomicU32 = AtomicU32::new(0);
    let Ok(base) = std::env::var("ANSWERABLE_TEST_POSTGRES") else {
        assert!(std::env::var_os("ANSWERABLE_REQUIRE_POSTGRES").is_none(), "a PostgreSQL is required here");
        eprintln!("NOT RUN on PostgreSQL: ANSWERABLE_TEST_POSTGRES names none (cargo xtask postgres gives one)");
        return None;
    };
    sqlx::any::install_default_drivers();
    let name = format!("test_{}_{}", std::process::id(), N.fetch_add(1, Ordering::SeqCst));
    let mut admin = sqlx::AnyConnection::connect(&base).await.expect("the test's PostgreSQL answers");
    admin.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.expect("a database is made");
    Some(format!("{}/{name}", base.rsplit_once('/').expect("an address with a database").0))
}

impl Centre {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("answerable.sqlite").display());
        Self::start(url, folder).await
    }

    pub async fn postgres() -> Option<Self> {
        let url = postgres_url().await?;
        Some(Self::start(url, tempfile::tempdir().expect("a folder")).await)
    }

    async fn start(url: String, folder: tempfile::TempDir) -> Self {
        // What goes wrong inside is said in the test's output; only the first test of a process sets this up.
        let _set = tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR).with_test_writer().try_init();
        let clock = Clock::at(noon());
        let db = Db::open(&url, &clock).await.expect("the database opens");
        let settings = Settings { base: "http://centre.test".to_owned(), demo: true, catalogue: root().join("catalogue") };
        let holidays = server::read_holidays(&root().join("demo/bank-holidays.toml")).expect("holidays");
        let app = App::open(db, clock, settings, holidays).await.expect("the centre opens");
        let access = server::demo::make(&app, &root().join("demo"), folder.path()).await.expect("the county is made");
        Self { router: server::routes::router(app.clone()), url, app, people: access.people, folder }
    }

    /// The scope of the centre's own work for an authority.
    pub fn scope(&self, authority: &str) -> Scope {
        Scope::system(AuthorityId::from(authority))
    }

    /// Somebody who has never been here.
    pub fn visitor(&self) -> Visitor {
        Visitor { router: self.router.clone(), cookie: String::new() }
    }

    /// A member of staff who is signed in.
    pub async fn staff(&self, role: &str, authority: &str) -> Visitor {
        let one = self.people.iter().find(|one| one.role == role && one.authority == authority).expect("such a person");
        let mut visitor = self.visitor();
        let answer = visitor.get(one.sign_in.trim_start_matches("http://centre.test")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        visitor
    }

    /// Runs the program against this centre's own database.
    pub fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_answerable"));
        command.current_dir(root()).args(arguments);
        if self.url.starts_with("postgres") {
            command.args(["--database", &self.url]);
        } else {
            command.arg("--data").arg(self.folder.path());
        }
        command.output().expect("it runs")
    }

    /// One number from the database.
    pub async fn number(&self, sql: &'static str) -> i64 {
        let row = sqlx::query(sql).fetch_one(self.app.db.read()).await.expect("it can be asked");
        sqlx::Row::try_get(&row, 0).expect("a number")
    }
}

/// Somebody with a browser.
#[derive(Clone)]
pub struct Visitor {
    router: Router,
    pub cookie: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub to: String,
    pub body: String,
    pub headers: axum::http::HeaderMap,
}

impl Visitor {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).expect("fields");
        self.post_raw(path, "application/x-www-form-urlencoded", body.into_bytes()).await
    }

    pub async fn post_raw(&mut self, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, kind).header("sec-fetch-site", "same-origin").body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        if !self.cookie.is_empty() {
            request.headers_mut().insert(header::COOKIE, self.cookie.parse().expect("a cookie"));
        }
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        for set in response.headers().get_all(header::SET_COOKIE) {
            let pair = set.to_str().expect("text").split(';').next().unwrap_or_default().to_owned();
            let name = pair.split('=').next().unwrap_or_default().to_owned();
            let mut pairs: Vec<String> =
                self.cookie.split("; ").filter(|other| !other.is_empty() && !other.starts_with(&format!("{name}="))).map(str::to_owned).collect();
            pairs.push(pair);
            self.cookie = pairs.join("; ");
        }
        let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 64 * 1024 * 1024).await.expect("a body");
        Answer { status, to, body: String::from_utf8_lossy(&bytes).into_owned(), headers }
    }

    /// Gets a page that must be there.
    pub async fn page(&mut self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {} {}", answer.to, answer.body);
        answer.body
    }

    /// Posts a form that must be taken; where it leads.
    pub async fn done(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(path, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
        answer.to
    }
}

/// Reports a dead animal in Oxmoor; gives the done page's address.
pub async fn report(visitor: &mut Visitor, place: &str, details: &[(&str, &str)]) -> String {
    let form = visitor.done("/oxmoor/dead-animal", &[]).await;
    visitor.done(&format!("{form}/place"), &[("place-words", place)]).await;
    visitor.done(&format!("{form}/animal"), &[("animal", "wild")]).await;
    visitor.done(&format!("{form}/your-details"), details).await;
    visitor.done(&format!("{form}/check"), &[]).await
}

/// The text between two others.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("{before:?} is not in {text}")).1;
    rest.split_once(after).unwrap_or_else(|| panic!("{after:?} does not follow {before:?}")).0
}

/// The reference on a done page.
pub async fn reference(visitor: &mut Visitor, done: &str) -> String {
    let page = visitor.page(done).await;
    between(&page, "<strong id=\"reference\">", "</strong>").to_owned()
}

/// A seed for random tests: printed, so that a failure can be run again with `ANSWERABLE_SEED`.
pub fn seed() -> u64 {
    let given = std::env::var("ANSWERABLE_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| u64::from_str_radix(&Chance.id(Millis(0)).replace('-', "")[17..29], 16).unwrap_or(1));
    println!("seed {seed}: run again with ANSWERABLE_SEED={seed}");
    seed
}

/// Small numbers in an order that a seed gives (xorshift64*, Vigna 2016).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.max(1);
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }

    pub fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        let at = self.roll(all.len());
        all[at]
    }
}

/// The content type of [`multipart`].
pub const MULTIPART: &str = "multipart/form-data; boundary=edge";

/// The body of a form with files: name, bytes and, for a file, what it is called.
pub fn multipart(parts: &[(&str, &[u8], Option<&str>)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, bytes, file) in parts {
        body.extend_from_slice(format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"").as_bytes());
        if let Some(file) = file {
            body.extend_from_slice(format!("; filename=\"{file}\"\r\nContent-Type: image/jpeg").as_bytes());
        }
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    body
}
