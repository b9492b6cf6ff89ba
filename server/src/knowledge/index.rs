//! Search over services and articles: titles, phrases, text; synonyms, misspellings and beginnings of words.

use std::collections::HashMap;

use catalogue::{Audience, Catalogue};
use model::Lang;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::{Index, IndexReader, ReloadPolicy, TantivyDocument, Term};

use crate::people::name_key;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A service's id.
    Service(String),
    /// An article's id.
    Article(String),
}

/// The index of one language.
pub struct SearchIndex {
    reader: IndexReader,
    fields: Fields,
    same: HashMap<String, String>,
    /// The words of each phrase and title, by the id of what it leads to.
    sayings: HashMap<String, Vec<Vec<String>>>,
}

#[derive(Clone, Copy)]
struct Fields {
    what: Field,
    id: Field,
    title: Field,
    phrases: Field,
    body: Field,
}

/// How much a word counts by where it stands.
const TITLE: f32 = 4.0;
const PHRASES: f32 = 5.0;
const BODY: f32 = 1.0;
/// Words that stand everywhere and find nothing.
const EMPTY: &[&str] = &[
    "a", "an", "and", "are", "at", "be", "can", "do", "for", "from", "has", "have", "how", "i", "in", "is", "it", "me", "my", "not", "of", "on",
    "or", "our", "the", "there", "to", "we", "what", "when", "with", "you", "your", "y", "yr", "i", "o", "ar", "ac", "yn", "mae", "fy", "eich",
];
const WORDS_MAX: usize = 12;

/// A word as it is looked for: without its end, and the one word that stands for all that mean the same.
struct Word {
    stem: String,
    same: Option<String>,
    /// How long it was as it was written.
    length: usize,
}

impl Word {
    /// The word that stands for it.
    fn meant(self) -> String {
        self.same.unwrap_or(self.stem)
    }
}

/// The words of a text, without empty ones.
fn words(text: &str, same: &HashMap<String, String>) -> Vec<Word> {
    // Fly-tipping is looked for as two words and as one.
    let joined = text.split_whitespace().filter(|word| word.contains('-')).map(|word| word.replace('-', "")).collect::<Vec<_>>().join(" ");
    let key = name_key(&format!("{text} {joined}"));
    let full = key.split(' ').filter(|word| !word.is_empty() && !EMPTY.contains(word));
    full.map(|word| {
        let stem = stem(word);
        Word { same: same.get(&stem).cloned(), stem, length: word.chars().count() }
    })
    .collect()
}

/// Each word of a group of synonyms, to the first of its group.
fn same_words(catalogue: &Catalogue, lang: Lang) -> HashMap<String, String> {
    let groups = catalogue
        .synonyms
        .values()
        .flat_map(|pack| if lang == Lang::Cy { pack.same.iter().chain(&pack.same_cy) } else { pack.same.iter().chain(&[]) });
    let mut same = HashMap::new();
    for group in groups {
        let keys: Vec<String> = group.iter().map(|word| stem(&name_key(word))).collect();
        if let Some(first) = keys.first() {
            same.extend(keys.iter().skip(1).map(|word| (word.clone(), first.clone())));
        }
    }
    same
}

/// The plural's and past's ends off, so that `bins` finds `bin` and `blocked` finds `block`. Plain, and the same on both sides.
fn stem(word: &str) -> String {
    let ends = [("ies", "y", 5), ("ions", "", 8), ("ion", "", 7), ("ing", "", 6), ("ed", "", 5), ("es", "", 5), ("s", "", 4)];
    let found = ends.iter().find(|(end, _, least)| word.len() >= *least && word.ends_with(end) && !word.ends_with("ss"));
    found.map_or_else(|| word.to_owned(), |(end, instead, _)| format!("{}{instead}", &word[..word.len() - end.len()]))
}

impl SearchIndex {
    /// Builds the index of a catalogue in a language, in memory.
    ///
    /// # Errors
    /// When the index cannot be written, which would need memory to be full.
    pub fn build(catalogue: &Catalogue, lang: Lang) -> tantivy::Result<Self> {
        let mut schema = Schema::builder();
        // Words come prepared with spaces between them.
        let text = TextOptions::default()
            .set_indexing_options(TextFieldIndexing::default().set_tokenizer("whitespace").set_index_option(IndexRecordOption::WithFreqs));
        let fields = Fields {
            what: schema.add_text_field("what", STRING | STORED),
            id: schema.add_text_field("id", STRING | STORED),
            title: schema.add_text_field("title", text.clone()),
            phrases: schema.add_text_field("phrases", text.clone()),
            body: schema.add_text_field("body", text),
        };
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 16_000_000)?;
        let same = same_words(catalogue, lang);
        let prepared = |text: &str| {
            let each = words(text, &same).into_iter().flat_map(|word| [Some(word.stem), word.same]);
            each.flatten().collect::<Vec<_>>().join(" ")
        };
        let mut sayings: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        let mut add = |what: &str, id: &str, title: &str, phrases: &[&str], body: &str| {
            let mut document = TantivyDocument::new();
            document.add_text(fields.what, what);
            document.add_text(fields.id, id);
            document.add_text(fields.title, prepared(title));
            document.add_text(fields.phrases, prepared(&phrases.join(" ")));
            document.add_text(fields.body, prepared(body));
            let said = phrases.iter().copied().chain([title]).map(|saying| words(saying, &same).into_iter().map(Word::meant).collect());
            sayings.insert(id.to_owned(), said.collect());
            writer.add_document(document).map(|_| ())
        };
        for service in catalogue.services.values() {
            let both = service.phrases.iter().chain(if lang == Lang::Cy { service.phrases_cy.iter() } else { [].iter() });
            let phrases: Vec<&str> = both.map(String::as_str).collect();
            let body = format!("{} {}", service.description.get(lang), service.category.get(lang));
            let what = if service.audience == Audience::Staff { "staff" } else { "service" };
            add(what, &service.id, service.title.get(lang), &phrases, &body)?;
        }
        for article in catalogue.articles.values() {
            let phrases: Vec<&str> = article.phrases.iter().map(String::as_str).collect();
            let body = format!("{} {} {}", article.summary.get(lang), article.category.get(lang), article.plain.get(lang));
            add("article", &article.id, article.title.get(lang), &phrases, &body)?;
        }
        writer.commit()?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { reader, fields, same, sayings })
    }

    /// What fits, best first. Every word counts where it stands; a misspelt one counts less, and so does the beginning of one.
    pub fn search(&self, typed: &str, most: usize) -> Vec<Hit> {
        let mut words = words(typed, &self.same);
        words.truncate(WORDS_MAX);
        if words.is_empty() {
            return Vec::new();
        }
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (n, word) in words.iter().enumerate() {
            for (field, boost) in [(self.fields.title, TITLE), (self.fields.phrases, PHRASES), (self.fields.body, BODY)] {
                let term = |word: &str| Term::from_field_text(field, word);
                let mut should = |query: Box<dyn Query>, boost: f32| clauses.push((Occur::Should, Box::new(BoostQuery::new(query, boost))));
                should(Box::new(TermQuery::new(term(&word.stem), IndexRecordOption::WithFreqs)), boost);
                if let Some(same) = &word.same {
                    should(Box::new(TermQuery::new(term(same), IndexRecordOption::WithFreqs)), boost * 0.8);
                }
                if word.length >= 4 {
                    should(Box::new(FuzzyTermQuery::new(term(&word.stem), if word.length >= 8 { 2 } else { 1 }, true)), boost * 0.3);
                }
                if n + 1 == words.len() && word.length >= 3 {
                    should(Box::new(FuzzyTermQuery::new_prefix(term(&word.stem), 0, false)), boost * 0.4);
                }
            }
        }
        let searcher = self.reader.searcher();
        let found = searcher.search(&BooleanQuery::new(clauses), &TopDocs::with_limit(most).order_by_score()).unwrap_or_default();
        // Who says it in nearly a phrase's own words means that one.
        let typed: Vec<String> = words.into_iter().map(Word::meant).collect();
        let mut found: Vec<(f32, Hit)> = found
            .into_iter()
            .filter_map(|(score, address)| {
                let hit = self.hit(&searcher.doc(address).ok()?)?;
                Some((score * (1.0 + self.said(&typed, &hit)), hit))
            })
            .collect();
        found.sort_by(|one, other| other.0.total_cmp(&one.0));
        // What has only a word of its text in common, beside hits that fit well, would only be in the way.
        let best = found.first().map_or(0.0, |(score, _)| *score);
        found.into_iter().filter(|(score, _)| *score >= best * 0.2).map(|(_, hit)| hit).collect()
    }

    /// The share of words that what was typed and the nearest saying of a hit have in common, from 0 to 1.
    fn said(&self, typed: &[String], hit: &Hit) -> f32 {
        let (Hit::Service(id) | Hit::Article(id)) = hit;
        let share = |saying: &Vec<String>| {
            let common = typed.iter().filter(|word| saying.contains(word)).count();
            common as f32 / typed.len().max(saying.len()).max(1) as f32
        };
        self.sayings.get(id).into_iter().flatten().map(share).fold(0.0, f32::max)
    }

    fn hit(&self, document: &TantivyDocument) -> Option<Hit> {
        let text = |field| document.get_first(field).and_then(|value| value.as_str());
        let id = text(self.fields.id)?.to_owned();
        Some(if text(self.fields.what)? == "article" { Hit::Article(id) } else { Hit::Service(id) })
    }
}
