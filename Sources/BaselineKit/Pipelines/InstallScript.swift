/// The script with which the jobs of every service get this program and what it needs.
enum InstallScript {
  static let text = #"""
    #!/bin/sh
    # Makes `baseline`, and the PostgreSQL programs that it starts privately, available in a job. Written by `baseline init --ci`,
    # and yours from then on: an image that has both needs nothing of this.
    #   BASELINE_URL      where a build of the program for this system is (https)
    #   BASELINE_SHA256   its SHA-256; nothing else is installed
    #   BASELINE_PREFIX   default: /usr/local
    set -eu

    config=${BASELINE_CONFIG:-ci/schema_drift_config.yml}
    prefix=${BASELINE_PREFIX:-/usr/local}
    root=
    [ "$(id -u)" = 0 ] || root=sudo

    fail() {
      echo "install-baseline: $*" >&2
      exit 1
    }

    # The major version of PostgreSQL that renders the baseline.
    major=$(sed -n 's/^postgres: *\([0-9][0-9]*\).*/\1/p' "$config" | head -n 1)

    install_packages() {
      $root apt-get -qq update
      if ! apt-cache show "postgresql-$major" >/dev/null 2>&1; then
        # The project's own packages have every major version.
        $root apt-get -qq install --yes --no-install-recommends postgresql-common ca-certificates
        $root /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y
      fi
      libgit2=$(apt-cache --names-only search '^libgit2-[0-9]' | cut -d ' ' -f 1 | head -n 1)
      $root apt-get -qq install --yes --no-install-recommends ca-certificates curl git libpq5 libyaml-0-2 libpcre2-8-0 \
        ${libgit2:+"$libgit2"} ${major:+"postgresql-$major" "postgresql-contrib-$major"}
    }

    server=/usr/lib/postgresql/$major/bin/postgres
    if [ -n "${BASELINE_POSTGRES_BIN:-}" ]; then server=${BASELINE_POSTGRES_BIN%%:*}/postgres; fi
    if { [ -n "$major" ] && [ ! -x "$server" ]; } || ! command -v baseline >/dev/null; then
      if command -v apt-get >/dev/null; then install_packages; fi
    fi

    if ! command -v baseline >/dev/null; then
      case ${BASELINE_URL:-} in
        https://*) ;;
        '') fail "there is no baseline here: use an image that has it, or set BASELINE_URL and BASELINE_SHA256" ;;
        *) fail "BASELINE_URL does not begin with https://" ;;
      esac
      [ -n "${BASELINE_SHA256:-}" ] || fail "BASELINE_SHA256 is not set: what is downloaded must be what you mean"
      folder=$(mktemp -d)
      trap 'rm -rf "$folder"' EXIT
      curl --fail --silent --show-error --location --proto =https --retry 3 --max-time 300 \
        --output "$folder/baseline" "$BASELINE_URL"
      echo "$BASELINE_SHA256  $folder/baseline" | sha256sum --check --status || fail "what $BASELINE_URL gave is something else"
      $root install -d "$prefix/bin"
      $root install -m 755 "$folder/baseline" "$prefix/bin/baseline"
      PATH=$prefix/bin:$PATH
    fi
    echo "baseline $(baseline --version)"

    """#
}
