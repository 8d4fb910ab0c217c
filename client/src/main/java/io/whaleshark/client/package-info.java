/// The `whaleshark` command line for clients: chatting in the terminal, and measuring a server.
///
/// - [io.whaleshark.client.sdk] is the Java SDK that all of it stands on,
/// - [io.whaleshark.client.chat] the chat,
/// - [io.whaleshark.client.bench] the load generators.
@NullMarked
package io.whaleshark.client;

import org.jspecify.annotations.NullMarked;
