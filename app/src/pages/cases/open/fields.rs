//! The sections of the form after the service.

use super::Sheet;
use super::faults::at;
use super::zones;
use crate::session::Session;
use crate::text::{self, Text};
use crate::ui::{Choice, RadioGroup, Select, TextArea, TextField};
use leptos::prelude::*;
use shared::api::case::ProductChoice;
use shared::case::{ContactMethod, Severity};

fn section(heading: String, fields: AnyView) -> AnyView {
    view! {
        <section>
            <h2>{heading}</h2>
            {fields}
        </section>
    }
    .into_any()
}

/// Product and problem type; the types are those of the product.
pub(super) fn about(sheet: Sheet) -> AnyView {
    let Sheet { t, form, faults, .. } = sheet;
    let products = Signal::derive(move || {
        let answer = sheet.options.answer();
        let choice = |product: &ProductChoice| (product.id.to_string(), product.name.clone());
        answer.map(|options| options.products.iter().map(choice).collect::<Vec<_>>()).unwrap_or_default()
    });
    let types = Signal::derive(move || problem_types(sheet));
    Effect::new(move |former: Option<String>| {
        let product = form.product.get();
        if former.is_some_and(|former| former != product) {
            form.problem_type.set(String::new());
        }
        product
    });
    let product = view! {
        <Select
            label=text::open_case_product(t)
            prompt=text::open_case_choose_product(t)
            options=products
            value=form.product
            error=faults.of(t, "product")
        />
    };
    let problem_type = view! {
        <Select
            label=text::open_case_problem_type(t)
            prompt=text::open_case_choose_problem_type(t)
            help=text::open_case_problem_type_help(t)
            options=types
            value=form.problem_type
            error=faults.of(t, "problem_type")
        />
    };
    let fields = view! { {at("product", product)} {at("problem_type", problem_type)} };
    section(text::open_case_about(t), fields.into_any())
}

fn problem_types(sheet: Sheet) -> Vec<(String, String)> {
    let chosen = sheet.form.product.get();
    let answer = sheet.options.answer();
    let product =
        answer.as_ref().and_then(|options| options.products.iter().find(|p| p.id.as_str() == chosen));
    let types = product.map(|product| product.problem_types.as_slice()).unwrap_or_default();
    types.iter().map(|kind| (kind.id.to_string(), kind.name.clone())).collect()
}

/// Title and description.
pub(super) fn what(sheet: Sheet) -> AnyView {
    let Sheet { t, form, faults, .. } = sheet;
    let title = view! {
        <TextField
            label=text::open_case_case_title(t)
            help=text::open_case_case_title_help(t)
            value=form.title
            error=faults.of(t, "title")
        />
    };
    let description = view! {
        <TextArea
            label=text::open_case_description(t)
            help=text::open_case_description_help(t)
            rows=8
            value=form.description
            error=faults.of(t, "description")
        />
    };
    let fields = view! { {at("title", title)} {at("description", description)} };
    section(text::open_case_what(t), fields.into_any())
}

/// Severity, and what it does to the business where that is asked for.
pub(super) fn how_bad(sheet: Sheet) -> AnyView {
    let Sheet { t, form, faults, .. } = sheet;
    let choices = Severity::ALL.map(|severity| severity_choice(t, severity)).to_vec();
    let severity = view! {
        <RadioGroup
            label=text::open_case_severity(t)
            choices=Signal::stored(choices)
            inline=true
            value=form.severity
            error=faults.of(t, "severity")
        />
    };
    let asked = Memo::new(move |_| form.severity().is_some_and(Severity::asks_for_impact));
    let impact = move || {
        asked.get().then(|| {
            let impact = view! {
                <TextArea
                    label=text::open_case_impact(t)
                    help=text::open_case_impact_help(t)
                    rows=3
                    value=form.impact
                    error=faults.of(t, "impact")
                />
            };
            at("impact", impact)
        })
    };
    section(text::open_case_how_bad(t), view! { {at("severity", severity)} {impact} }.into_any())
}

fn severity_choice(t: Text, severity: Severity) -> Choice {
    let (shape, name, help) = match severity {
        Severity::A => ("■", text::severity_a(t), text::severity_a_help(t)),
        Severity::B => ("◧", text::severity_b(t), text::severity_b_help(t)),
        Severity::C => ("□", text::severity_c(t), text::severity_c_help(t)),
    };
    let label = format!("{shape} {name}");
    Choice { value: severity.name().to_owned(), label, help, closed: Vec::new() }
}

/// How to be answered, in which language, and when it is day there.
pub(super) fn reach(sheet: Sheet) -> AnyView {
    let Sheet { t, form, faults, .. } = sheet;
    let methods = Signal::derive(move || {
        let email = Session::current().me().and_then(|me| me.email.clone()).unwrap_or_default();
        let choice = |method: ContactMethod, label, help| Choice {
            value: method.name().to_owned(),
            label,
            help,
            closed: Vec::new(),
        };
        vec![
            choice(ContactMethod::Email, text::open_case_by_email(t), email),
            choice(ContactMethod::Phone, text::open_case_by_phone(t), String::new()),
        ]
    });
    let languages = ["en", "fr"].into_iter().zip(["English", "Français"]);
    let languages = languages.map(|(tag, name)| (tag.to_owned(), name.to_owned())).collect::<Vec<_>>();
    let called = Memo::new(move |_| form.by_phone());
    let phone = move || {
        called.get().then(|| {
            let phone = view! {
                <TextField
                    label=text::open_case_phone(t)
                    help=text::open_case_phone_help(t)
                    kind="tel"
                    autocomplete="tel"
                    short=true
                    value=form.phone
                    error=faults.of(t, "phone")
                />
            };
            at("phone", phone)
        })
    };
    let zone = view! {
        <Select
            label=text::open_case_time_zone(t)
            options=Signal::stored(zones::all())
            value=form.time_zone
            error=faults.of(t, "time_zone")
        />
    };
    let fields = view! {
        <RadioGroup label=text::open_case_contact(t) choices=methods inline=true value=form.contact_method />
        {phone}
        <Select label=text::open_case_language(t) options=Signal::stored(languages) value=form.language />
        {at("time_zone", zone)}
    };
    section(text::open_case_reach(t), fields.into_any())
}
