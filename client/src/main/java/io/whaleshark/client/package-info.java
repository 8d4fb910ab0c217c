/// The `whaleshark` command line for clients: chat in the terminal, and benchmarks of a server.
///
/// - [io.whaleshark.client.sdk] is the Java SDK that the others use,
/// - [io.whaleshark.client.chat] the chat,
/// - [io.whaleshark.client.bench] the load generators.
@NullMarked
package io.whaleshark.client;

import org.jspecify.annotations.NullMarked;
