//! The interface's words, in Fluent files: `words/en.ftl` and `words/cy.ftl`.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use model::Lang;

static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle("en", include_str!("../../words/en.ftl")));
static WELSH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle("cy", include_str!("../../words/cy.ftl")));

fn bundle(tag: &str, text: &str) -> FluentBundle<FluentResource> {
    // A mistake in one message must not take the others with it; a test finds it.
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let mut bundle = FluentBundle::new_concurrent(vec![tag.parse().expect("a language tag of ours")]);
    // Words go into HTML and messages, where direction marks would be seen.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

/// The words of a key in a language; English where there is no Welsh, the key itself where there is neither.
pub fn say(lang: Lang, key: &str, arguments: &[(&str, &str)]) -> String {
    let arguments: FluentArgs = arguments.iter().map(|(name, value)| (*name, fluent_bundle::FluentValue::from(*value))).collect();
    let bundles = match lang {
        Lang::En => [&*ENGLISH, &*ENGLISH],
        Lang::Cy => [&*WELSH, &*ENGLISH],
    };
    for bundle in bundles {
        if let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) {
            return bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned();
        }
    }
    key.to_owned()
}

/// A moment as people say it: `Tuesday 3 March 2026`.
pub fn day(lang: Lang, day: jiff::civil::Date) -> String {
    let weekday = say(lang, &format!("weekday-{}", day.weekday().to_monday_one_offset()), &[]);
    let month = say(lang, &format!("month-{}", day.month()), &[]);
    format!("{weekday} {} {month} {}", day.day(), day.year())
}

/// A time of day as people say it: `2:30pm`, in London.
pub fn clock_time(moment: model::Millis) -> String {
    let zoned = moment.in_london();
    let (hour, half) = match zoned.hour() {
        0 => (12, "am"),
        hour @ 1..=11 => (hour, "am"),
        12 => (12, "pm"),
        hour => (hour - 12, "pm"),
    };
    format!("{hour}:{:02}{half}", zoned.minute())
}

/// A day and a time: `Tuesday 3 March 2026, 2:30pm`.
pub fn day_and_time(lang: Lang, moment: model::Millis) -> String {
    format!("{}, {}", day(lang, moment.date()), clock_time(moment))
}
