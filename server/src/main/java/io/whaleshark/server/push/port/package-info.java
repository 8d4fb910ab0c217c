/// The port towards push services: what a phone is told, and what becomes of it.
@NullMarked
package io.whaleshark.server.push.port;

import org.jspecify.annotations.NullMarked;
