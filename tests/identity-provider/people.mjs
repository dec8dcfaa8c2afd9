// The people who can sign in, as the demo-data generator wrote them to people.json.
//
// The file is read again whenever it changed, so data can be generated anew while the provider runs. An example:
//
//   { "tenants": [{ "id": "<guid>", "name": "Contoso", "domain": "contoso.example" }],
//     "people": [{ "provider": "entra", "tenant": "<guid>", "object": "<guid>", "name": "Ada Berg",
//                  "email": "ada@contoso.example", "email_verified": true, "upn": "ada@contoso.example",
//                  "groups": ["<group object guid>"], "guest": false, "home_idp": null,
//                  "persona": "Workspace administrator of Contoso" }] }

import { readFileSync, statSync } from "node:fs";

export class People {
  #file;
  #stamp = "";
  #tenants = new Map();
  #people = [];

  constructor(file) {
    this.#file = file;
    this.#refresh();
  }

  /** Everybody known to one provider, grouped by tenant: `[{ name, people }]`, in the order of the file. */
  byTenant(provider) {
    this.#refresh();
    const groups = new Map();
    for (const person of this.#people.filter((one) => one.provider === provider)) {
      const group = groups.get(person.tenant) ?? { name: this.#tenantName(person.tenant), people: [] };
      group.people.push(person);
      groups.set(person.tenant, group);
    }
    return [...groups.values()];
  }

  /** The person of one provider with this object id, or nothing. */
  find(provider, object) {
    this.#refresh();
    return this.#people.find((one) => one.provider === provider && one.object === object);
  }

  #tenantName(id) {
    const tenant = this.#tenants.get(id);
    if (!tenant) return "No tenant";
    return tenant.domain ? `${tenant.name} (${tenant.domain})` : tenant.name;
  }

  #refresh() {
    const { mtimeMs, size, ino } = statSync(this.#file);
    const stamp = `${mtimeMs} ${size} ${ino}`;
    if (stamp === this.#stamp) return;
    const { tenants, people } = JSON.parse(readFileSync(this.#file, "utf8"));
    const seen = new Set();
    for (const { provider, object } of people) {
      const key = `${provider} ${object}`;
      if (seen.has(key)) throw new Error(`two people share the object id \`${object}\` at \`${provider}\``);
      seen.add(key);
    }
    this.#tenants = new Map(tenants.map((tenant) => [tenant.id, tenant]));
    this.#people = people.map((person) => ({ groups: [], guest: false, home_idp: null, ...person }));
    this.#stamp = stamp;
  }
}
