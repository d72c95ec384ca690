/** The table of fields in {@code docs/fields.md}, and what keeps it true. */
package io.gatehouse.fields;
