//! The centre as a whole, over its real pages, on both databases.

mod access;
mod admin;
mod catalogue_pages;
mod commands;
mod desk;
mod forms;
mod hostile;
mod imports;
mod kill;
mod measures;
mod open311;
mod people;
mod record;
mod requests;
mod search;
mod support;
mod track;
mod words;
