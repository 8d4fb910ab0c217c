package io.whaleshark.server.gateway.shared;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.server.auth.Gatekeeper;
import io.whaleshark.server.limits.Rates;
import io.whaleshark.server.sockets.Sockets;
import java.time.Duration;
import java.util.function.IntFunction;

/// The settings of the gateway. Immutable.
///
/// @param sockets the event loops that serve connections; closed after the gateway
/// @param tcpPortNamed the setting of the TCP port, for people
/// @param tcpPort 0 for any free port
/// @param idleTimeout how long a TCP connection may send nothing
/// @param loginTimeout how long a connection may stay open without a login
/// @param laneWait how long a command may wait for room in the lane
/// @param limits the maximum sizes of a frame
/// @param gatekeeper authenticates logins
/// @param rates the rate limits
/// @param connectionsAtMost the maximum number of open connections
/// @param policies the settings of each app
/// @param vetting asks apps about messages before they are sent
public record GatewayConfig(
    Sockets sockets,
    String tcpPortNamed,
    int tcpPort,
    Duration idleTimeout,
    Duration loginTimeout,
    Duration laneWait,
    FrameLimits limits,
    Gatekeeper gatekeeper,
    Rates rates,
    int connectionsAtMost,
    IntFunction<AppPolicy> policies,
    Vetting vetting) {}
