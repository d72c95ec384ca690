/** What translation needs whatever the objects are called: hosts, addresses, endpoints, words. */
package io.gatehouse.translate.common;
