/** What people and monitors ask, over HTTP, read only. Never key material. */
package io.gatehouse.admin;
