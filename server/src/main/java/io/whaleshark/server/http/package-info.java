/// The HTTP port: groups, the two sync calls, health, metrics. Requests run on virtual threads.
@NullMarked
package io.whaleshark.server.http;

import org.jspecify.annotations.NullMarked;
