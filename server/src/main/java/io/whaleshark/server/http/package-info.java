/// HTTP/1.1 on the server's own sockets: from bytes to a [ServerRequest], from a [Response] to
/// bytes. The routes are in `server.api`.
///
/// An event loop reads requests one by one ([HttpConnection]). A virtual thread answers each with
/// plain blocking code. Every refusal is a [Problem], whatever is wrong and however early.
@NullMarked
package io.whaleshark.server.http;

import org.jspecify.annotations.NullMarked;
