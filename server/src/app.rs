//! What a running centre holds: its database, clock, catalogue and authorities.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use model::AuthorityId;
use model::calendar::Holidays;

use crate::admin::Authority;
use crate::knowledge::Library;
use crate::platform::{Chance, Clock, Db, Error, Result};

/// A running centre; cloning shares it.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// What [`App`] shares.
pub struct Inner {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Ids and secrets.
    pub chance: Chance,
    /// How it was started.
    pub settings: Settings,
    /// Bank holidays, by nation.
    pub holidays: Holidays,
    library: RwLock<Arc<Library>>,
    authorities: RwLock<Arc<Authorities>>,
}

/// Every authority of the centre, by id.
pub type Authorities = BTreeMap<AuthorityId, Arc<Authority>>;

/// How a centre is started.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people reach it, without a slash at the end: `http://127.0.0.1:8080`.
    pub base: String,
    /// Whether this is a demonstration, which shows its outbox and sign-in links.
    pub demo: bool,
    /// Where the service files are.
    pub catalogue: PathBuf,
}

impl std::ops::Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// Opens the centre: the catalogue is read from the settings' folder and the authorities from the database.
    pub async fn open(db: Db, clock: Clock, settings: Settings, holidays: Holidays) -> Result<Self> {
        let library = Library::read(&settings.catalogue, &Library::default(), clock.now());
        let authorities = crate::admin::store::all(&db).await?;
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            chance: Chance,
            settings,
            holidays,
            library: RwLock::new(Arc::new(library)),
            authorities: RwLock::new(Arc::new(authorities)),
        })))
    }

    /// The catalogue as it is now.
    pub fn library(&self) -> Arc<Library> {
        Arc::clone(&self.library.read().expect("no holder of this lock panics"))
    }

    /// Reads the catalogue again; broken files keep their last good version.
    pub fn reload_library(&self) {
        let fresh = Library::read(&self.settings.catalogue, &self.library(), self.clock.now());
        *self.library.write().expect("no holder of this lock panics") = Arc::new(fresh);
    }

    /// Every authority.
    pub fn authorities(&self) -> Arc<Authorities> {
        Arc::clone(&self.authorities.read().expect("no holder of this lock panics"))
    }

    /// One authority; not found when there is none of that id.
    pub fn authority(&self, id: &AuthorityId) -> Result<Arc<Authority>> {
        self.authorities().get(id).cloned().ok_or(Error::NotFound)
    }

    /// Reads the authorities again, after one was changed.
    pub async fn reload_authorities(&self) -> Result<()> {
        let fresh = crate::admin::store::all(&self.db).await?;
        *self.authorities.write().expect("no holder of this lock panics") = Arc::new(fresh);
        Ok(())
    }
}
