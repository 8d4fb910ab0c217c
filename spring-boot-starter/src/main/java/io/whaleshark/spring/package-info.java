/**
 * Puts the library for backends into a Spring Boot application: a client, a minter of tokens, and
 * the path that takes webhooks, by the settings below {@code whaleshark}.
 */
@NullMarked
package io.whaleshark.spring;

import org.jspecify.annotations.NullMarked;
