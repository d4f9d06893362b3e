/// Two workflows for GitHub Actions. No text of an event, an input or a database stands in a script: it comes in variables.
struct GitHubPipeline {
  let parts: PipelineParts

  var files: [(path: String, text: String)] {
    [
      (".github/workflows/schema\(parts.suffix).yml", pipeline),
      (".github/workflows/schema-operations\(parts.suffix).yml", operations),
    ]
  }

  private var name: String { "schema\(parts.suffix)" }
  private var branch: String { YAMLQuoting.quoted(parts.branch) }
  /// The secrets among the variables of a step: nothing, where there are none.
  private func secrets(_ names: [String]) -> String {
    names.isEmpty
      ? "" : "        env:\n" + names.map { "          \($0): ${{ secrets.\($0) }}\n" }.joined()
  }
  private var first: String { parts.variables[0] }
  private var install: String {
    parts.configOption.isEmpty
      ? "run: sh \(parts.installScript)"
      : "env: {BASELINE_CONFIG: \(YAMLQuoting.quoted(parts.configFile))}\n        run: sh \(parts.installScript)"
  }
  /// Said in the heading of both files: GitHub gives a step no variable that the workflow does not name.
  private var program: String {
    """
    # Variables of the repository, where the jobs have no baseline yet (\(parts.installScript)):
    #   BASELINE_URL             where a build of the program for the jobs' system is (https)
    #   BASELINE_SHA256          its SHA-256; nothing else is installed
    """
  }
  private var environment: String {
    """
    env:
      BASELINE_URL: ${{ vars.BASELINE_URL }}
      BASELINE_SHA256: ${{ vars.BASELINE_SHA256 }}
    """
  }
  private var deploy: String {
    let lines =
      parts.deploy ?? [
        "echo 'write here how your migrations are deployed: .github/workflows/\(name).yml' >&2", "exit 1",
      ]
    return lines.map { "          \($0)" }.joined(separator: "\n")
  }

  private var pipeline: String {
    #"""
    # Migrate → drift check → build, each needing the one before. Written by `baseline init --ci github`, and yours from then on;
    # docs/ci.md of baseline explains it. Secrets of the repository:
    #   \#(first)             what the drift check reads with: a role that may only read (docs/permissions.md)
    #   MIGRATION_DATABASE_URL   what migrations are deployed with; a secret of the environment `production` alone, which only
    #                            the branch \#(parts.branch) may use
    \#(program)
    # Requests from forks are given no variables: for those write the two values into `env:` below.
    name: \#(name)

    on:
      pull_request:
      merge_group:
      push:
        branches: [\#(branch)]
      workflow_dispatch:
        inputs:
          emergency_bypass:
            description: Emergency! Let what differs pass for 24 hours
            type: boolean
            default: false
          emergency_reason:
            description: Why? It is recorded
            type: string
            default: ""

    permissions:
      contents: read

    concurrency:
      group: \#(name)-${{ github.ref }}
      # A migration is never cut off; of a pull request only the newest state matters.
      cancel-in-progress: ${{ github.event_name == 'pull_request' }}

    defaults:
      run:
        shell: bash

    \#(environment)

    jobs:
      migrate:
        name: Migrate
        # What is not merged yet migrates no database.
        if: \#(isMerged)
        runs-on: ubuntu-24.04
        timeout-minutes: 30
        environment: production
        steps:
          - uses: actions/checkout@v4
            with:
              persist-credentials: false
          # Install here what your migrations need.
          - name: Deploy the migrations
            env:
              DATABASE_URL: ${{ secrets.MIGRATION_DATABASE_URL }}
            run: |
    \#(deploy)

      drift-check:
        name: Drift check
        needs: migrate
        # Skipped is fine, failed or cancelled is not.
        if: ${{ !cancelled() && !inputs.emergency_bypass && (needs.migrate.result == 'success' || needs.migrate.result == 'skipped') }}
        runs-on: ubuntu-24.04
        timeout-minutes: 20
        env:
          BASELINE_EVENTS_FILE: schema-events.jsonl
        steps:
          # Of a pull request and a merge queue this is the result of the merge.
          - uses: actions/checkout@v4
            with:
              fetch-depth: 0   # causes and bypasses are told from history
          - name: Install baseline
            \#(install)
          # Install here what your migrations need, where they are programs. They see no secret.
          - name: Is the baseline what the migrations make?
            run: baseline verify\#(parts.configOption)
          - name: Are the databases what the baseline says?
            if: ${{ !cancelled() }}
    \#(secrets(parts.variables))        run: |
              if [ "$GITHUB_EVENT_NAME" = pull_request ] && [ -z "$\#(first)" ]; then
                echo "no \#(first): pull requests from forks are given no secrets, so only the migrations were verified"
              elif [ "$GITHUB_REF" != \#(shellWord("refs/heads/\(parts.branch)")) ]; then
                # What is not merged yet is no measure of what people did.
                baseline check\#(parts.configOption)\#(parts.allOption) --no-record
              else
                baseline check\#(parts.configOption)\#(parts.allOption) --require-applied
              fi
          # This job may not push: what happened is recorded by the last one.
          - name: Keep what happened
            if: ${{ !cancelled() }}
            uses: actions/upload-artifact@v4
            with:
              name: schema-events
              path: schema-events.jsonl
              if-no-files-found: ignore
              retention-days: 30

      emergency:
        name: Drift check in an emergency
        needs: migrate
        if: ${{ !cancelled() && inputs.emergency_bypass && (needs.migrate.result == 'success' || needs.migrate.result == 'skipped') }}
        runs-on: ubuntu-24.04
        timeout-minutes: 20
        environment: emergency   # its reviewers are those who may let it pass
        permissions:
          contents: write   # the beginning of the 24 hours is recorded at once, on refs/baseline/events
        env:
          EMERGENCY_BYPASS: "true"
          EMERGENCY_BYPASS_REASON: ${{ inputs.emergency_reason }}
        steps:
          - uses: actions/checkout@v4
            with:
              fetch-depth: 0
          - name: Install baseline
            \#(install)
          # Install here what your migrations need, where they are programs.
          - name: Is the baseline what the migrations make?
            run: baseline verify\#(parts.configOption)
          - name: Are the databases what the baseline says?
            if: ${{ !cancelled() }}
    \#(secrets(parts.variables + parts.channels))        run: baseline check\#(parts.configOption)\#(parts.allOption) --require-applied

      build:
        name: Build
        needs: [drift-check, emergency]
        if: ${{ !cancelled() && (needs.drift-check.result == 'success' || needs.emergency.result == 'success') }}
        runs-on: ubuntu-24.04
        timeout-minutes: 60
        steps:
          - uses: actions/checkout@v4
            with:
              persist-credentials: false
          - name: Build
            # Write here how your project is built and deployed.
            run: |
              echo "nothing to build yet: .github/workflows/\#(name).yml"

      record:
        name: Record what happened
        needs: [migrate, drift-check, emergency, build]
        # What is not merged yet is no stage of what is deployed.
        if: ${{ always() && (\#(isMerged)) }}
        runs-on: ubuntu-24.04
        timeout-minutes: 10
        permissions:
          contents: write   # refs/baseline/events
        steps:
          # No code runs here that is not merged, whatever branch the workflow was started for.
          - uses: actions/checkout@v4
            with:
              ref: ${{ github.event.repository.default_branch }}
          - name: Install baseline
            \#(install)
          - uses: actions/download-artifact@v4
            continue-on-error: true   # there is none where nothing happened
            with:
              name: schema-events
              path: ${{ runner.temp }}
          - name: Record
            env:
              MIGRATE: ${{ needs.migrate.result }}
              DRIFT_CHECK: ${{ needs.drift-check.result }}
              EMERGENCY: ${{ needs.emergency.result }}
              BUILD: ${{ needs.build.result }}
            run: |
              events="$RUNNER_TEMP/schema-events.jsonl"
              if [ -s "$events" ]; then baseline events import "$events"\#(parts.configOption); fi
              log="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
              for stage in "migrate $MIGRATE" "drift-check $DRIFT_CHECK" "drift-check $EMERGENCY" "build $BUILD"; do
                case ${stage#* } in
                  success) status=ok ;;
                  failure) status=failed ;;
                  *) continue ;;
                esac
                baseline events record --stage "${stage%% *}" --status "$status" --url "$log"\#(parts.configOption)
              done
              baseline events push\#(parts.configOption)
          - name: Notify
    \#(secrets(parts.channels))        run: baseline notify\#(parts.configOption)

    """#
  }

  private var operations: String {
    #"""
    # What runs by itself: every day a check of all databases, what is to be told, and the reviews that are due; where the baseline
    # is behind its migrations, a refresh commit on a branch. Written by `baseline init --ci github`, and yours from then on.
    # Secrets of the repository:
    #   \#(first)             what the checks read with: a role that may only read (docs/permissions.md)
    \#(program)
    name: \#(name) operations

    on:
      schedule:
        - cron: "23 5 * * *"   # UTC
      workflow_dispatch:

    permissions:
      contents: read

    concurrency:
      group: \#(name)-operations

    defaults:
      run:
        shell: bash

    \#(environment)

    jobs:
      check:
        name: Check, notify, review
        # What another branch expects of the databases is no incident of theirs.
        if: ${{ github.ref_name == \#(expression(parts.branch)) }}
        runs-on: ubuntu-24.04
        timeout-minutes: 20
        permissions:
          contents: write   # refs/baseline/events
        steps:
          - uses: actions/checkout@v4
            with:
              fetch-depth: 0
          - name: Install baseline
            \#(install)
          # Install here what your migrations need, where they are programs.
          - name: Check
    \#(secrets(parts.variables + parts.channels))        run: baseline check\#(parts.configOption)\#(parts.allOption)
          - name: Notify
            if: ${{ !cancelled() }}
    \#(secrets(parts.channels))        run: baseline notify\#(parts.configOption)
          - name: Review
            if: ${{ !cancelled() }}
    \#(secrets(parts.variables))        run: |
              baseline review daily --format markdown\#(parts.configOption) >> "$GITHUB_STEP_SUMMARY"
              if [ "$(date -u +%u)" = 1 ]; then
                baseline review weekly --format markdown\#(parts.configOption) >> "$GITHUB_STEP_SUMMARY"
              fi
              if [ "$(date -u +%d)" = 01 ]; then
                baseline review monthly --format markdown\#(parts.configOption) >> "$GITHUB_STEP_SUMMARY"
              fi

      refresh:
        name: Refresh the baseline
        runs-on: ubuntu-24.04
        timeout-minutes: 20
        permissions:
          contents: write        # the branch
          pull-requests: write
        steps:
          - uses: actions/checkout@v4
            with:
              fetch-depth: 0
          - name: Install baseline
            \#(install)
          # Install here what your migrations need, where they are programs.
          - name: Refresh on a branch
            env:
              GH_TOKEN: ${{ github.token }}
            run: |
              # A refresh of what is right already would only be counted.
              if baseline verify --quiet\#(parts.configOption); then
                echo "the baseline is what its migrations make"
                exit 0
              fi
              branch="schema/refresh\#(parts.suffix)-$(git rev-parse --short=12 HEAD)"
              if [ -n "$(git ls-remote origin "refs/heads/$branch")" ]; then
                echo "$branch is there already"
                exit 0
              fi
              git config user.name 'github-actions[bot]'
              git config user.email '41898282+github-actions[bot]@users.noreply.github.com'
              baseline refresh --branch "$branch" --push\#(parts.configOption)
              if git rev-parse --quiet --verify "refs/heads/$branch" > /dev/null; then
                gh pr create --base "$GITHUB_REF_NAME" --head "$branch" --title 'Refresh the schema baseline' \
                  --body 'The baseline was behind its migrations. Made by baseline refresh; its commit says what changed.'
              fi

    """#
  }

  /// Holds of runs for what is merged.
  private var isMerged: String {
    "github.event_name == 'push' || (github.event_name == 'workflow_dispatch' && github.ref_name == \(expression(parts.branch)))"
  }

  /// A text as a string of GitHub's expressions.
  private func expression(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}
