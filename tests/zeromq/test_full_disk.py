"""A holder that cannot write accepts nothing and says so; with room again, it goes on."""

from network import Network, split_lung

MESSAGE_LEN = 128 + 16 * 16


def statuses(party):
    party.wait()
    return [line.split()[2] for line in party.printed().splitlines() if line.startswith("holder")]


with Network() as network:
    tables = split_lung(network.folder)
    network.add_members(3, [1, 2, 3])
    network.make_session("session", 2)
    holders = [network.start_holder(1, file_limit=5 * MESSAGE_LEN // 2),  # room for two and a half
               network.start_holder(2), network.start_holder(3)]
    for party in (1, 2):
        assert statuses(network.start_party(party, tables[party])) == ["SECAGG_OK"] * 3
    refused = statuses(network.start_party(3, tables[3]))
    assert refused == ["JOURNAL_FAILED", "SECAGG_OK", "SECAGG_OK"], refused
    journal = network.folder / "state-1" / "journal"
    assert journal.stat().st_size == 2 * MESSAGE_LEN

    holders[0].terminate()
    network.start_holder(1)
    again = statuses(network.start_party(3, tables[3]))
    assert again == ["SECAGG_OK"] + ["SECAGG_ALREADY_ACCEPTED"] * 2, again
    collector = network.start_collector(3, 10)
    assert collector.wait() == 0 and collector.printed().startswith("3 parties\n"), collector.told()
print("pass: a full disk: JOURNAL_FAILED, and the message is accepted once there is room")
