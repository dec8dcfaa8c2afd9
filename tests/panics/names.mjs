// The names of functions, from the form that the compiler writes them in (Rust's v0 mangling, RFC 2603).
//
//   _RNvNtCs4NIexwV1FGX_4core9panicking9panic_fmt  →  core::panicking::panic_fmt
//
// Only the identifiers are taken out, in their order: which crate, which module, which function, and what it was made for.
// Hashes of crates, numbers of closures and repetitions are left out, so that a name is the same in every build.

// Skipped as they stand: numbers of things (`s…_`, also of crates), repetitions, lifetimes, binders, constants.
const skipped = /[sBLG][0-9A-Za-z]*_|K(?:p|[a-z]n?[0-9a-f]*_)/y;

/** The identifiers of a name, joined by `::`; a name of another form as it is. */
export function readable(name) {
  if (!name.startsWith("_R")) return name;
  const identifiers = [];
  for (let at = 2; at < name.length; ) {
    const digits = /[0-9]+/y;
    digits.lastIndex = at;
    const length = digits.exec(name)?.[0];
    if (length) {
      at += length.length;
      // A line separates the number from a name that begins with a digit or a line itself.
      if (name[at] === "_") at++;
      identifiers.push(name.slice(at, at + Number(length)));
      at += Number(length);
      continue;
    }
    skipped.lastIndex = at;
    at += skipped.exec(name)?.[0].length ?? 1;
  }
  return identifiers.filter((one) => one !== "").join("::");
}
