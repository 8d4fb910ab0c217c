package io.whaleshark.archives.xmpp;

import io.whaleshark.core.id.Names;
import java.util.Optional;
import org.jxmpp.util.XmppStringUtils;

/// Makes users of addresses: what stands before the @ of the server's own domain, with the
/// characters that an address must escape (XEP-0106). Stateless.
///
/// @param domain of the users
record Addresses(String domain) {

  /// The user of an address; empty if it is no user of this domain.
  Optional<String> user(String address) {
    return fault(address).isEmpty() ? Optional.of(name(address)) : Optional.empty();
  }

  /// Why an address is no user.
  Optional<String> fault(String address) {
    if (XmppStringUtils.parseLocalpart(address) == null) {
      return Optional.of("not known as a user");
    }
    if (!XmppStringUtils.parseDomain(address).equals(domain)) {
      return Optional.of("a user of another domain");
    }
    return Names.newIdFault(name(address)).map(fault -> "a user whose id is not allowed: " + fault);
  }

  private static String name(String address) {
    return XmppStringUtils.unescapeLocalpart(XmppStringUtils.parseLocalpart(address));
  }

  /// The address without what stands behind a slash.
  static String bare(String address) {
    return XmppStringUtils.parseBareJid(address);
  }
}
