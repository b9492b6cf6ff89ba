//! A service as its file describes it.

use model::{TeamId, Text};

use crate::condition::Condition;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every one of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As a file writes it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads what a file writes.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }
    };
}

words!(
    /// Who a service is for.
    Audience {
        /// Everybody.
        Residents = "residents",
        /// The authority's own staff.
        Staff = "staff",
    }
);
words!(
    /// Whether the person's name and ways to reach them are asked for.
    ContactDetails {
        /// Nothing can be done without.
        Required = "required",
        /// They may stay unknown.
        Optional = "optional",
        /// They are not asked.
        None = "none",
    }
);
words!(
    /// What kind of answer a question wants.
    AskKind {
        /// One line.
        Text = "text",
        /// Several lines.
        LongText = "long-text",
        /// Yes or no.
        YesNo = "yes-no",
        /// One of several.
        Choice = "choice",
        /// Any of several.
        Several = "several",
        /// A number.
        Number = "number",
        /// Pounds and pence.
        Money = "money",
        /// A day.
        Date = "date",
        /// A time of day.
        Time = "time",
        /// Somebody's name.
        Name = "name",
        /// A phone number.
        Phone = "phone",
        /// An e-mail address.
        Email = "email",
        /// A postcode.
        Postcode = "postcode",
        /// An address, from the gazetteer or typed in.
        Address = "address",
        /// A place in words or on the map.
        Place = "place",
        /// Pictures.
        Photo = "photo",
        /// Files; pictures for now.
        File = "file",
        /// Who it is about.
        Person = "person",
        /// Agreement to something.
        Consent = "consent",
    }
);
words!(
    /// How a service can end.
    OutcomeKind {
        /// Settled at once.
        Resolved = "resolved",
        /// A team is to do something.
        Request = "request",
        /// A team arranges a time.
        Appointment = "appointment",
        /// A person takes over now.
        Transfer = "transfer",
        /// It is another authority's.
        Signpost = "signpost",
        /// A team must act at once.
        Escalate = "escalate",
    }
);
words!(
    /// How much a request presses.
    Priority {
        /// When there is time.
        Low = "low",
        /// In turn.
        Normal = "normal",
        /// Before others.
        High = "high",
        /// Now.
        Urgent = "urgent",
    }
);

/// When something should be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Within so many working days.
    WorkingDays(u32),
    /// Within so many hours.
    Hours(u32),
}

impl Target {
    /// The same as the calendar reckons it.
    pub fn due(self) -> model::calendar::Due {
        match self {
            Self::WorkingDays(days) => model::calendar::Due::WorkingDays(days),
            Self::Hours(hours) => model::calendar::Due::Hours(hours),
        }
    }

    /// Reads `2 working days` or `24 hours`.
    pub fn parse(words: &str) -> Option<Self> {
        let (number, unit) = words.trim().split_once(' ')?;
        let number: u32 = number.parse().ok().filter(|number| *number <= 1000)?;
        match unit.trim() {
            "working day" | "working days" => Some(Self::WorkingDays(number)),
            "hour" | "hours" => Some(Self::Hours(number)),
            _ => None,
        }
    }
}

/// A service.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its id: the file's name.
    pub id: String,
    /// The pack it is of: the folder's name.
    pub pack: String,
    /// The first 16 hex digits of the file's SHA-256; answers keep it.
    pub version: String,
    /// What residents read.
    pub title: Text,
    /// One sentence.
    pub description: Text,
    /// Who it is for.
    pub audience: Audience,
    /// Its id in the Local Government Services List.
    pub lgsl: Option<u32>,
    /// Which kinds of authority give it; empty for all.
    pub kinds: Vec<String>,
    /// Whose it is to do.
    pub team: TeamId,
    /// Where it stands in lists.
    pub category: Text,
    /// Whether the front page shows it.
    pub popular: bool,
    /// Whether everybody may see where its requests are and how they stand; never who asked or what they wrote.
    pub public: bool,
    /// Whether it touches children, adults at risk, health or police.
    pub sensitive: bool,
    /// About how long it takes.
    pub minutes: Option<u32>,
    /// What to have ready.
    pub need: Vec<Text>,
    /// Other ways to do it.
    pub other_ways: Option<Text>,
    /// How people say it.
    pub phrases: Vec<String>,
    /// The same in Welsh.
    pub phrases_cy: Vec<String>,
    /// How soon a call about it should be answered, in seconds.
    pub answer_within_s: Option<u32>,
    /// When a request of it should be done.
    pub resolve_within: Option<Target>,
    /// What happens next.
    pub next: Option<Text>,
    /// Whether the person is asked who they are.
    pub contact: ContactDetails,
    /// The questions, in order.
    pub asks: Vec<Ask>,
    /// The rules, in order; the last has no condition and an outcome.
    pub rules: Vec<Rule>,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Its id, unique in the service.
    pub id: String,
    /// What kind of answer it wants.
    pub kind: AskKind,
    /// The written words.
    pub label: Text,
    /// The spoken words, where they differ.
    pub say: Option<Text>,
    /// Help.
    pub hint: Option<Text>,
    /// Asked only if this is true.
    pub when: Option<Condition>,
    /// Whether it may be passed over.
    pub optional: bool,
    /// The choices of `choice` and `several`, in order.
    pub options: Vec<Choice>,
    /// The least number, count, length or pounds.
    pub min: Option<f64>,
    /// The greatest number, count, length or pounds.
    pub max: Option<f64>,
    /// Whether a number has to be whole.
    pub whole: bool,
    /// The first day that is taken.
    pub earliest: Option<DayLimit>,
    /// The last day that is taken.
    pub latest: Option<DayLimit>,
}

/// A limit of a date: a day, or so many days from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayLimit {
    /// A day.
    On(jiff::civil::Date),
    /// Days after today; negative for before.
    FromToday(i32),
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What answers keep.
    pub key: String,
    /// What it says.
    pub words: Text,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Holds only if this is true.
    pub when: Option<Condition>,
    /// What it tells.
    pub tell: Option<Tell>,
    /// How the service ends, if it does.
    pub outcome: Option<OutcomeKind>,
    /// The request's line for lists, with `{answers}`.
    pub summary: Option<String>,
    /// How much the request presses.
    pub priority: Option<Priority>,
    /// Another team than the service's.
    pub team: Option<TeamId>,
    /// Another target than the service's.
    pub resolve_within: Option<Target>,
    /// Whose it is: a kind of authority, or `other`.
    pub to: Option<String>,
    /// A web address, for `other`.
    pub link: Option<String>,
}

/// What a rule tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tell {
    /// An article's id.
    Article(String),
    /// Words.
    Words(Text),
}

impl Ask {
    /// What an agent says.
    pub fn spoken(&self, lang: model::Lang) -> &str {
        self.say.as_ref().unwrap_or(&self.label).get(lang)
    }

    /// A question that stands in no file, such as a person's own name.
    pub fn plain(id: &str, kind: AskKind, optional: bool) -> Self {
        Self {
            id: id.to_owned(),
            kind,
            label: Text::default(),
            say: None,
            hint: None,
            when: None,
            optional,
            options: Vec::new(),
            min: None,
            max: None,
            whole: false,
            earliest: None,
            latest: None,
        }
    }

    /// Whether files are wanted.
    pub fn takes_files(&self) -> bool {
        matches!(self.kind, AskKind::Photo | AskKind::File)
    }
}
