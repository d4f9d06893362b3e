import Processes
import TestSupport
import Testing

/// Servers that take no writes, and a pooler between us and one. Slow, so that they run with BASELINE_TEST_ALL=1; the pooler's
/// needs `pgbouncer`.
@Suite(.enabled(if: environmentVariable("BASELINE_TEST_ALL") == "1"), .serialized)
struct StandbyTests {
  /// A primary server with a shop and tenants, which ends with the script; then what `script` does.
  private func withServer(_ script: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let sandbox = try Sandbox.shop()
    try sandbox.write(
      try Shop.config() + "databases: {shop: {url_env: DATABASE_URL, tenants: {match: \"tenant_*\", as: public}}}\n",
      to: "ci/schema_drift_config.yml")
    let root = String(
      #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/"))
    try sandbox.write(Shop.allMigrations, to: "shop.sql")
    let result = try sandbox.runProgram(
      "bash",
      [
        "-c",
        """
        set -euo pipefail
        . \(shellQuoted("\(root)/ci/scratch-server"))
        scratch=$(mktemp -d /tmp/baseline-standby.XXXXXX)
        after() { :; }
        trap 'after; stop_server; rm -rf "$scratch"' EXIT
        start_server "$scratch"
        PATH=$server_programs:$PATH
        createdb shop
        psql -Xq -v ON_ERROR_STOP=1 -d shop -f shop.sql
        for tenant in tenant_a tenant_b tenant_c; do
          (echo "CREATE SCHEMA $tenant; SET search_path = $tenant;"; cat shop.sql) | psql -Xq -v ON_ERROR_STOP=1 -d shop
        done
        export DATABASE_URL="postgresql:///shop?host=$PGHOST"
        \(script)
        echo finished
        """,
      ])
    #expect(result.code == 0 && result.output.hasSuffix("finished\n"), "\(result)", sourceLocation: sourceLocation)
  }

  @Test func aStreamingStandbySaysWhatItsPrimarySays() throws {
    try withServer(
      """
      mkdir -m 755 "$scratch/standby"
      [ "$(id -u)" != 0 ] || chown postgres "$scratch/standby"
      (cd / && as_server_user pg_basebackup -h "$PGHOST" -U postgres -D "$scratch/standby/data" -c fast -R --no-sync)
      as_server_user sh -c 'echo "unix_socket_directories = '"'$scratch/standby'"'" >> "$1"' sh "$scratch/standby/data/postgresql.conf"
      after() { (cd / && as_server_user "$server_programs/pg_ctl" -D "$scratch/standby/data" -m immediate stop >/dev/null); }
      (cd / && as_server_user pg_ctl -D "$scratch/standby/data" -l "$scratch/standby/log" -w start >/dev/null)
      standby="postgresql:///shop?host=$scratch/standby"
      [ "$(psql -XAt -d "$standby" -c 'SELECT pg_is_in_recovery()')" = t ]

      baseline snapshot >"$scratch/primary.json"
      DATABASE_URL=$standby baseline snapshot >"$scratch/standby.json"
      cmp "$scratch/primary.json" "$scratch/standby.json"
      DATABASE_URL=$standby baseline check --jobs 3

      place=$(psql -XAtq -d shop -c 'ALTER TABLE users ADD note text; ALTER TABLE tenant_b.users ADD note text' -c 'SELECT pg_current_wal_insert_lsn()')
      for attempt in $(seq 3000); do
        [ "$(psql -XAt -d "$standby" -c "SELECT pg_last_wal_replay_lsn() >= '$place'")" = f ] || break
        sleep 0.01
      done
      set +e
      answer=$(DATABASE_URL=$standby baseline check)
      code=$?
      set -e
      echo "$answer"
      [ $code = 1 ]
      grep -q 'column public.users.note added' <<<"$answer"
      grep -q '3 schemas, 1 differs, 2 same' <<<"$answer"
      """)
  }

  /// Statements of one reading reach several connections of the server; nothing of ours stays on them.
  @Test func aPoolerInTransactionModeServes() throws {
    try withServer(
      """
      pooler=$(PATH=$PATH:/usr/sbin command -v pgbouncer) || { echo 'install pgbouncer: apt-get install pgbouncer'; exit 1; }
      mkdir -m 755 "$scratch/pool"
      [ "$(id -u)" != 0 ] || chown postgres "$scratch/pool"
      as_server_user sh -c 'cat >"$1"' sh "$scratch/pool/ini" <<INI
      [databases]
      shop = host=$PGHOST user=postgres dbname=shop
      [pgbouncer]
      pool_mode = transaction
      default_pool_size = 2
      max_client_conn = 20
      auth_type = any
      listen_addr =
      unix_socket_dir = $scratch/pool
      logfile = $scratch/pool/log
      pidfile = $scratch/pool/pid
      INI
      (cd / && as_server_user "$pooler" -d -q "$scratch/pool/ini")
      after() { kill "$(cat "$scratch/pool/pid")" || true; }
      pool="postgresql://postgres@:6432/shop?host=$scratch/pool"
      for attempt in $(seq 500); do psql -XAt -d "$pool" -c 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.01; done
      [ "$(psql -XAt -d "$pool" -c 'SHOW search_path')" = '"$user", public' ]

      baseline snapshot >"$scratch/direct.json"
      DATABASE_URL=$pool baseline snapshot >"$scratch/pooled.json"
      cmp "$scratch/direct.json" "$scratch/pooled.json"
      DATABASE_URL=$pool baseline check --jobs 4
      for attempt in 1 2 3 4; do
        [ "$(psql -XAt -d "$pool" -c 'SHOW search_path; ' -c 'SHOW lock_timeout')" = '"$user", public
      0' ]
      done
      """)
  }

  private func shellQuoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
