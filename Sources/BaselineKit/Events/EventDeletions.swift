import Git

/// The paths of event files that commits deleted: those that are reachable from one of `tips` and from none of `excluded`. Merges
/// delete nothing: what they lack was deleted before.
///
/// Only the folders that events lie in are compared, each pair of versions once: in a stranger's tree the same folder may lie ten
/// thousand times.
func deletedEvents(_ repository: Repository, from tips: [OID], notIn excluded: [OID]) throws(GitError) -> Set<String> {
  var places: [TreePair: Set<String>] = [:]
  for step in try repository.steps(from: tips, notIn: excluded) { places[step] = [""] }
  for digits in [4, 2] {
    let differences = try repository.differences(of: Array(places.keys))
    var deeper: [TreePair: Set<String>] = [:]
    for (pair, entries) in differences {
      for entry in entries {
        guard EventListing.isFolder(entry.name.utf8, digits: digits), let old = entry.old?.folder else { continue }
        let inner = TreePair(old: old, new: entry.new?.folder ?? .emptyTree)
        for place in places[pair] ?? [] { deeper[inner, default: []].insert("\(place)\(entry.name)/") }
      }
    }
    places = deeper
  }
  var paths: Set<String> = []
  for (pair, entries) in try repository.differences(of: Array(places.keys)) {
    for entry in entries where entry.old == .file && entry.new == nil {
      // An event's name says where it lies.
      guard let path = EventListing.path(ofEvent: entry.name) else { continue }
      if places[pair]?.contains(String(path.dropLast(entry.name.utf8.count))) == true { paths.insert(path) }
    }
  }
  return paths
}
