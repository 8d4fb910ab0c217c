/// TLS: the server's certificate, and how it is replaced while the server runs.
@NullMarked
package io.whaleshark.server.tls;

import org.jspecify.annotations.NullMarked;
