"""The ZeroMQ example live: 18 hospitals, 5 holders and a collector on this machine. See make demo."""

import time

from network import Network, split_lung


def say(text):
    print(f"\n--- {text}", flush=True)


with Network(echo=True) as network:
    tables = split_lung(network.folder)
    say("keys for 18 hospitals, 5 holders and the collector; a session: any 3 of the 5 can answer")
    network.add_members(5, tables)
    print(network.make_session("session", 3), end="", flush=True)

    say("holders 1 to 4 start (the fifth never will)")
    holders = {x: network.start_holder(x) for x in range(1, 5)}
    time.sleep(0.5)
    say("12 hospitals deal: each sends every holder its share, encrypted for that holder alone")
    ready = list(tables)
    parties = [network.start_party(party, tables[party], 9) for party in ready[:12]]
    time.sleep(2)
    say("holder 2 is killed (SIGKILL) and the other hospitals deal while it is away")
    holders[2].kill()
    parties += [network.start_party(party, tables[party], 7) for party in ready[12:]]
    time.sleep(2)
    say("holder 2 comes back from its journal; what it missed is sent again")
    holders[2] = network.start_holder(2)
    time.sleep(2)
    say("somebody whose key is not among the members' tries to take part")
    network.write_members("strangers", network.members + [("party", 99, network.key("stranger"))])
    network.make_session("strange-session", 3, members="strangers")
    network.start_party(99, tables[3], 2, session="strange-session", members="strangers",
                        key="stranger").wait()
    for party in parties:
        party.wait()
    say("the collector lets the holders agree whose numbers are in, and adds up their sums")
    collector = network.start_collector(len(tables), 3)
    collector.wait()
    for holder in holders.values():
        holder.wait()
    say("the result, as nobody could have got it from fewer than 3 holders")
    print(collector.printed(), end="")
