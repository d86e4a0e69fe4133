//! Who is a client of the deployment server, over every school.

use crate::schools;
use preau::region::words::Support;
use std::collections::BTreeSet;

#[test]
fn every_pc_in_scope_is_a_client_once_where_a_host_runs_the_server_and_nothing_else_is() {
    let (mut clients, mut left_out) = (0, 0);
    for (path, made) in schools() {
        let has_server = made.state.guests.iter().any(|g| g.roles.iter().any(|role| role.as_str() == "opsi"));
        let (kept, others): (Vec<_>, Vec<_>) =
            made.school().stations.iter().partition(|s| has_server && *s.kind == "pc" && *s.support != Support::OutOfScope);
        let hosts: Vec<&str> = made.state.clients.iter().map(|c| c.name.split('.').next().unwrap()).collect();
        let wanted: BTreeSet<&str> = kept.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(hosts.len(), wanted.len(), "{path}");
        assert_eq!(hosts.into_iter().collect::<BTreeSet<_>>(), wanted, "{path}");
        clients += kept.len();
        left_out += others.len();
    }
    assert!(clients > 500 && left_out > 20, "{clients} clients, {left_out} others: what this looks at is there");
}
