/** What holds for every request: who may ask, what headers answers have, how errors read. */
package io.gatehouse.admin.web;
