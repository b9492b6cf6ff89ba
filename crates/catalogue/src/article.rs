//! Knowledge articles: Markdown with front matter, turned into HTML that cannot do harm.

use jiff::civil::Date;
use model::Text;
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd, html};

use crate::diagnostic::{Source, meant};
use crate::load::version_of;

/// An article.
#[derive(Clone, Debug)]
pub struct Article {
    /// Its id: the file's name.
    pub id: String,
    /// The pack it is of.
    pub pack: String,
    /// Its title.
    pub title: Text,
    /// One sentence.
    pub summary: Text,
    /// Where it stands in lists.
    pub category: Text,
    /// How people ask for it.
    pub phrases: Vec<String>,
    /// Services that it goes with.
    pub services: Vec<String>,
    /// When somebody should read it again.
    pub review: Option<Date>,
    /// The words as HTML, safe to show; headings begin at the second level.
    pub html: Text,
    /// The words alone, for search.
    pub plain: Text,
    /// The first 16 hex digits of the file's SHA-256.
    pub version: String,
}

const KEYS: &[&str] = &["title", "title_cy", "summary", "summary_cy", "category", "category_cy", "phrases", "services", "review"];

/// Reads an article; `None` when something is wrong, which the source then holds.
pub(crate) fn article(source: &mut Source<'_>, id: &str, pack: &str, welsh: Option<&str>) -> Option<Article> {
    let text = source.text;
    let front = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let Some((front, body)) = front else {
        source.wrong(&(0..0), "an article begins with front matter", Some("write ---, title: …, summary: …, category: …, and --- again".to_owned()));
        return None;
    };
    let mut keys: Vec<(&str, &str)> = Vec::new();
    let mut at = 4;
    for line in front.lines() {
        match line.split_once(':') {
            _ if line.trim().is_empty() => {}
            Some((key, value)) if KEYS.contains(&key.trim()) => keys.push((key.trim(), value.trim())),
            Some((key, _)) => {
                source.wrong(&(at..at), format!("an article has no key \"{}\"", key.trim()), meant(key.trim(), KEYS.iter().copied()));
            }
            None => source.wrong(&(at..at), "this line of the front matter has no \":\"", None),
        }
        at += line.len() + 1;
    }
    let get = |name: &str| keys.iter().find(|(key, value)| *key == name && !value.is_empty()).map(|(_, value)| (*value).to_owned());
    for name in ["title", "summary", "category"] {
        if get(name).is_none() {
            source.wrong(&(0..0), format!("the article has no \"{name}\""), Some(format!("add {name}: …")));
        }
    }
    let review = get("review").and_then(|date| {
        let read = date.parse::<Date>();
        if read.is_err() {
            source.wrong(&(0..0), format!("\"{date}\" is no date"), Some("write review: 2027-03-01".to_owned()));
        }
        read.ok()
    });
    if body.trim().is_empty() {
        source.wrong(&(0..0), "the article says nothing", None);
    }
    let list = |name: &str| get(name).map(|list| list.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect());
    let welsh_body = welsh.map(|text| text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(text, |(_, body)| body));
    let article = Article {
        id: id.to_owned(),
        pack: pack.to_owned(),
        title: Text { en: get("title").unwrap_or_default(), cy: get("title_cy") },
        summary: Text { en: get("summary").unwrap_or_default(), cy: get("summary_cy") },
        category: Text { en: get("category").unwrap_or_default(), cy: get("category_cy") },
        phrases: list("phrases").unwrap_or_default(),
        services: list("services").unwrap_or_default(),
        review,
        html: Text { en: to_html(body), cy: welsh_body.map(to_html) },
        plain: Text { en: to_plain(body), cy: welsh_body.map(to_plain) },
        version: version_of(text),
    };
    source.found.is_empty().then_some(article)
}

/// Markdown as HTML. HTML in it is shown as it was typed, and a link leads only to where links of ours may lead.
fn to_html(markdown: &str) -> String {
    let events = Parser::new(markdown).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Heading { level, id, classes, attrs }) => Event::Start(Tag::Heading { level: lower(level), id, classes, attrs }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = if is_safe(&dest_url) { dest_url } else { "#".into() };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::Start(Tag::Image { .. }) => Event::Text("".into()),
        Event::End(TagEnd::Image) => Event::Text("".into()),
        event => event,
    });
    let mut page = String::new();
    html::push_html(&mut page, events);
    for (tag, class) in [
        ("p", "govuk-body"),
        ("h2", "govuk-heading-m"),
        ("h3", "govuk-heading-s"),
        ("h4", "govuk-heading-s"),
        ("ul", "govuk-list govuk-list--bullet"),
        ("ol", "govuk-list govuk-list--number"),
        ("a href", "govuk-link"),
    ] {
        page = match tag.split_once(' ') {
            Some((tag, rest)) => page.replace(&format!("<{tag} {rest}"), &format!("<{tag} class=\"{class}\" {rest}")),
            None => page.replace(&format!("<{tag}>"), &format!("<{tag} class=\"{class}\">")),
        };
    }
    page
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H2,
        HeadingLevel::H3 => HeadingLevel::H3,
        _ => HeadingLevel::H4,
    }
}

fn is_safe(link: &str) -> bool {
    let relative = link.starts_with('/') && !link.starts_with("//");
    relative || ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| link.starts_with(scheme))
}

fn to_plain(markdown: &str) -> String {
    let mut words = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::End(_) | Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_and_bad_links_do_no_harm() {
        let html = to_html("# Hello\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) [y](https://example.org)\n\n![i](x)");
        assert!(html.contains("&lt;script&gt;") && !html.contains("<script"), "{html}");
        assert!(!html.contains("javascript:") && html.contains("class=\"govuk-link\" href=\"https://example.org\""), "{html}");
        assert!(html.contains("<h2 class=\"govuk-heading-m\">Hello</h2>") && !html.contains("<img"), "{html}");
    }
}
