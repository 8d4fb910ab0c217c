/// What all ports share: event loops, encryption, and how a port is opened.
@NullMarked
package io.whaleshark.server.sockets;

import org.jspecify.annotations.NullMarked;
