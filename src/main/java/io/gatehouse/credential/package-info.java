/**
 * What a Secret is worth: its shape, its verdict, and what is in service for it (last known good,
 * deletion grace, held).
 */
package io.gatehouse.credential;
