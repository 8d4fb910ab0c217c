package io.whaleshark.server.config;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the command line says of a setting. Immutable.
///
/// @param label stands for the value
/// @param text the meaning, the unit, the range and the default
public record SettingHelp(String label, String text) {

  /// One line for each setting without an app: its key, then its meaning in one sentence.
  private static final String LINES =
      """
      app-defaults.admin-key-sha256 SHA-256 of the key that may use the HTTP calls of the app
      app-defaults.directory Whose profiles users see, besides their own: \
      nobody's, those of people in their conversations, or all
      app-defaults.directory-required Whether direct messages reach those alone who have a profile
      app-defaults.edit-window How long after sending its author may edit a message; 0s: nobody may
      app-defaults.group-pins Who pins messages in a group: those who run it, or all members
      app-defaults.inbox-entries Entries that each user's inbox keeps
      app-defaults.inbox-share Newest messages of each conversation that an inbox keeps first
      app-defaults.login-policy Devices of a user that may be logged in together: \
      1 one; 2 one, and browsers; 3 one phone, one desktop, and browsers; 4 all
      app-defaults.members-at-most Most members of a group
      app-defaults.reaction-members-at-most Most members of a group \
      whose devices are told of reactions at once; 0: of none
      app-defaults.recall-window How long after sending its author may recall a message; 0s: nobody may
      app-defaults.receipt-interval At most one group receipt per author and group in this time
      app-defaults.receipts Whether others see how far a user has read: \
      all users, none, or as each user wants
      app-defaults.receipts-of-others Whether users who have switched their receipts off \
      see those of others
      app-defaults.retention How long a message is kept
      app-defaults.silent-for How long phones get messages as silent \
      after activity of the user's desktop or browser in the conversation
      app-defaults.token-keys Keys that sign the login tokens of the app
      app-defaults.typing-members-at-most Most members of a conversation that shows who is writing
      body-bytes Largest body of a client's frame, in bytes
      cluster.name Name of the cluster; a node refuses the data of another cluster
      connections-at-most Most open connections over TCP and WebSocket
      connections-per-address Rate limit of new connections from one address, \
      per second; 0: no limit
      data Folder that holds all data; created if absent
      engine Engine that stores the data
      engine.cache-mib Cache of data read from disk, in MiB, outside the Java heap
      engine.disk-reserve-mib Free disk space below which sends are refused, in MiB
      event-loops Threads that serve sockets
      failed-logins-per-address Rate limit of failed logins from one address, \
      per second; 0: no limit
      host Address of this machine on which all three ports listen
      http-connections-at-most Most open HTTP connections
      http-port Port of HTTP; 0 takes any free port
      http-requests-per-address Rate limit of HTTP requests from one address, \
      per second; 0: no limit
      idle-timeout A TCP connection from which nothing arrives for this long is closed
      lane-wait Longest wait of a command under overload, before it is refused with 50300
      libraries Folder for unpacked native libraries; \
      none: whaleshark in $XDG_CACHE_HOME, else in ~/.cache
      login-timeout A connection without a login for this long is closed
      node.address Where people find this node; operators see it
      node.name Name of this node; no other node has it
      open-login Whether anyone may log in as anyone; only where host is loopback
      origins Web origins that may use the server besides its own, with commas between
      postgres.durability What has a message on disk before it is acknowledged: \
      the primary, or also a standby
      postgres.password Password of postgres.user
      postgres.password-file File that holds the password of postgres.user
      postgres.readers Connections to PostgreSQL that answer pulls and lists
      postgres.schema Schema of the tables; created if absent
      postgres.start-wait How long a node that starts waits for PostgreSQL to answer, \
      before it ends
      postgres.tls Encryption of the connection to PostgreSQL; \
      verify also checks the certificate against the host
      postgres.tls-ca File with the certificates that sign PostgreSQL's, PEM, for verify; \
      none: those that Java trusts
      postgres.url Hosts and database of PostgreSQL
      postgres.user User that the node logs in to PostgreSQL as
      redis.mode What redis.nodes are
      redis.nodes Redis that serves inboxes, HOST:PORT, several with commas between; \
      none: PostgreSQL serves them
      redis.password Password of redis.user
      redis.password-file File that holds the password of redis.user
      redis.primary Name by which sentinels know the primary
      redis.sentinel-password Password of the sentinels themselves
      redis.sentinel-password-file File that holds the password of the sentinels
      redis.tls Encryption of the connection to Redis; verify checks the certificate, too
      redis.tls-ca File with the certificates that sign Redis's, PEM, for verify; \
      none: those that Java trusts
      redis.user User that the node logs in to Redis as; none: the default user
      requests-per-user Rate limit of requests of one user, per second; 0: no limit
      retention-sweep Pause between two sweeps for expired messages
      settings-reload Pause between two checks of the settings file for changes
      tcp-port Port of TCP for clients; 0 takes any free port
      tls-certificate File with the certificate chain, PEM; with it all ports speak TLS alone
      tls-key File with the private key of the certificate, PEM, PKCS #8, not encrypted
      tls-reload Pause between two checks of both files for changes
      token-skew How far the clocks of those who sign tokens may differ from the server's
      web Folder of the built web chat, served at the HTTP port
      ws-port Port of WebSocket for clients; 0 takes any free port
      """;

  private static final Map<String, String> MEANINGS = meanings();

  private static Map<String, String> meanings() {
    Map<String, String> meanings = new TreeMap<>();
    LINES
        .lines()
        .forEach(line -> {
          int key = line.indexOf(' ');
          meanings.put(line.substring(0, key), line.substring(key + 1));
        });
    return meanings;
  }

  /// The keys of the settings that have a meaning here.
  static SortedSet<String> keys() {
    return new TreeSet<>(MEANINGS.keySet());
  }

  /// @param usual the default; empty if there is none
  static SettingHelp of(String key, Settings.Form form, String usual) {
    String range = form.range().isEmpty() ? "" : form.range().replace("..", " to ") + "; ";
    String text =
        MEANINGS.get(key) + " (" + range + "default " + (usual.isEmpty() ? "none" : usual) + ").";
    return new SettingHelp(form.label(), text);
  }
}
