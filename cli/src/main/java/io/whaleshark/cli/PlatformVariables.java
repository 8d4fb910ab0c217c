package io.whaleshark.cli;

import java.util.regex.Pattern;

/// Environment variables in which container platforms describe a service that is called
/// `whaleshark`, or `whaleshark-tcp`. They have the prefix of this product, and are no settings of
/// it. Stateless.
public final class PlatformVariables {
  private static final String PREFIX = "WHALESHARK_";
  private static final Pattern OF_A_SERVICE =
      Pattern.compile(
          PREFIX + "(.+_)?(SERVICE_(HOST|PORT).*|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");
  private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private PlatformVariables() {}

  /// Returns whether a variable is one of those.
  public static boolean contain(String name, String value) {
    return name.startsWith(PREFIX)
        && (OF_A_SERVICE.matcher(name).matches()
            || (name.endsWith("PORT") && ADDRESS.matcher(value).matches()));
  }
}
