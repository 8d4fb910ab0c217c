package io.whaleshark.core.app;

/// What an app's directory means to its users. Immutable.
///
/// @param visible whose profiles users see
/// @param required whether a direct message reaches those alone who have a profile
public record DirectoryPolicy(Visible visible, boolean required) {

  /// Names of those whom people write with anyhow; and nobody has to have a profile.
  public static final DirectoryPolicy DEFAULT = new DirectoryPolicy(Visible.KNOWN, false);

  /// Whose profiles a user sees, besides their own.
  public enum Visible {
    /// Nobody's.
    NONE,
    /// Of the people in the user's conversations.
    KNOWN,
    /// Everybody's, also by a search.
    ALL
  }
}
