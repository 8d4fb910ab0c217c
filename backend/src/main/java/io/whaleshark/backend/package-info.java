/**
 * For the backend of an application: the calls of the server API, the tokens of its users, and the
 * webhooks that tell it what happened. Runs on Java 17.
 *
 * <p>{@link io.whaleshark.backend.BackendClient} calls the server. {@link
 * io.whaleshark.backend.TokenMinter} signs the tokens that devices log in with. {@link
 * io.whaleshark.backend.WebhookEndpoint} takes webhooks from whatever serves HTTP. JSON values are
 * plain Java values: texts, numbers, booleans, lists, maps from text, and null.
 */
@NullMarked
package io.whaleshark.backend;

import org.jspecify.annotations.NullMarked;
