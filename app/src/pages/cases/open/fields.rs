//! The sections of the form after the service.

use super::Sheet;
use super::faults::{at, name};
use super::zones;
use crate::session::Session;
use crate::text::{self, Text};
use crate::ui::{Choice, RadioGroup, Select, TextArea, TextField};
use leptos::prelude::*;
use shared::api::case::ProductChoice;
use shared::case::{ContactMethod, Severity};

/// Value and name of each thing that can be chosen.
type Options = Signal<Vec<(String, String)>>;

fn section(heading: String, fields: Vec<AnyView>) -> AnyView {
    view! {
        <section>
            <h2>{heading}</h2>
            {fields}
        </section>
    }
    .into_any()
}

/// A field to choose in.
fn pick(
    sheet: Sheet,
    field: &'static str,
    value: RwSignal<String>,
    options: Options,
    words: [String; 2],
) -> AnyView {
    let (label, error, [prompt, help]) = (name(sheet.t, field), sheet.faults.of(field), words);
    let select =
        view! { <Select label=label prompt=prompt help=help options=options value=value error=error /> };
    at(field, select.into_any())
}

/// A field for one line.
fn line(
    sheet: Sheet,
    field: &'static str,
    value: RwSignal<String>,
    help: String,
    kind: &'static str,
) -> AnyView {
    let (label, error) = (name(sheet.t, field), sheet.faults.of(field));
    let short = kind == "tel";
    let autocomplete = if short { "tel" } else { "off" };
    let input = view! {
        <TextField label=label help=help kind=kind autocomplete=autocomplete short=short value=value error=error />
    };
    at(field, input.into_any())
}

/// A field for several lines.
fn area(sheet: Sheet, field: &'static str, value: RwSignal<String>, help: String, rows: u32) -> AnyView {
    let (label, error) = (name(sheet.t, field), sheet.faults.of(field));
    at(field, view! { <TextArea label=label help=help rows=rows value=value error=error /> }.into_any())
}

/// A field whose choices are all to be seen.
pub(super) fn radios(
    sheet: Sheet,
    field: &'static str,
    label: String,
    value: RwSignal<String>,
    choices: Signal<Vec<Choice>>,
    inline: bool,
) -> AnyView {
    let error = sheet.faults.of(field);
    at(
        field,
        view! { <RadioGroup label=label choices=choices inline=inline value=value error=error /> }.into_any(),
    )
}

/// Product and problem type; the types are those of the product.
pub(super) fn about(sheet: Sheet) -> AnyView {
    let Sheet { t, form, .. } = sheet;
    let products = Signal::derive(move || {
        let answer = sheet.options.answer();
        let choice = |product: &ProductChoice| (product.id.to_string(), product.name.clone());
        answer.map(|options| options.products.iter().map(choice).collect()).unwrap_or_default()
    });
    let types = Signal::derive(move || problem_types(sheet));
    let product = [text::open_case_choose_product(t), String::new()];
    let kind = [text::open_case_choose_problem_type(t), text::open_case_problem_type_help(t)];
    let fields = vec![
        pick(sheet, "product", form.product, products, product),
        pick(sheet, "problem_type", form.problem_type, types, kind),
    ];
    section(text::open_case_about(t), fields)
}

/// The types of the product that is chosen.
pub(super) fn problem_types(sheet: Sheet) -> Vec<(String, String)> {
    let chosen = sheet.form.product.get();
    let answer = sheet.options.answer();
    let product =
        answer.as_ref().and_then(|options| options.products.iter().find(|p| p.id.as_str() == chosen));
    let types = product.map(|product| product.problem_types.as_slice()).unwrap_or_default();
    types.iter().map(|kind| (kind.id.to_string(), kind.name.clone())).collect()
}

/// Title and description.
pub(super) fn what(sheet: Sheet) -> AnyView {
    let Sheet { t, form, .. } = sheet;
    let fields = vec![
        line(sheet, "title", form.title, text::open_case_case_title_help(t), "text"),
        area(sheet, "description", form.description, text::open_case_description_help(t), 8),
    ];
    section(text::open_case_what(t), fields)
}

/// Severity, and what it does to the business where that is asked for.
pub(super) fn how_bad(sheet: Sheet) -> AnyView {
    let Sheet { t, form, .. } = sheet;
    let choices = Signal::stored(Severity::ALL.map(|severity| severity_choice(t, severity)).to_vec());
    let asked = Memo::new(move |_| form.severity().is_some_and(Severity::asks_for_impact));
    let impact =
        move || asked.get().then(|| area(sheet, "impact", form.impact, text::open_case_impact_help(t), 3));
    let severity = radios(sheet, "severity", text::open_case_severity(t), form.severity, choices, true);
    section(text::open_case_how_bad(t), vec![severity, view! { {move || impact()} }.into_any()])
}

fn severity_choice(t: Text, severity: Severity) -> Choice {
    let (shape, name, help) = match severity {
        Severity::A => ("■", text::severity_a(t), text::severity_a_help(t)),
        Severity::B => ("◧", text::severity_b(t), text::severity_b_help(t)),
        Severity::C => ("□", text::severity_c(t), text::severity_c_help(t)),
    };
    Choice { shape, ..choice(severity.name(), name, help) }
}

fn choice(value: &str, label: String, help: String) -> Choice {
    Choice { value: value.to_owned(), label, help, ..Choice::default() }
}

/// How to be answered, in which language, and when it is day there.
pub(super) fn reach(sheet: Sheet) -> AnyView {
    let Sheet { t, form, .. } = sheet;
    let methods = Signal::derive(move || {
        let email = Session::current().me().and_then(|me| me.email.clone()).unwrap_or_default();
        vec![
            choice(ContactMethod::Email.name(), text::open_case_by_email(t), email),
            choice(ContactMethod::Phone.name(), text::open_case_by_phone(t), String::new()),
        ]
    });
    let called = Memo::new(move |_| form.by_phone());
    let phone =
        move || called.get().then(|| line(sheet, "phone", form.phone, text::open_case_phone_help(t), "tel"));
    let language = |tag: &str, name: &str| (tag.to_owned(), name.to_owned());
    let languages = Signal::stored(vec![language("en", "English"), language("fr", "Français")]);
    let zones = Signal::stored(zones::all());
    let fields = vec![
        radios(sheet, "contact_method", text::open_case_contact(t), form.contact_method, methods, true),
        view! { {move || phone()} }.into_any(),
        pick(sheet, "language", form.language, languages, Default::default()),
        pick(sheet, "time_zone", form.time_zone, zones, Default::default()),
    ];
    section(text::open_case_reach(t), fields)
}
