/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.observe;

/**
 * Everything that is counted, for all connections of a transport together since its
 * start.
 */
public enum Counter {

	/** UDP datagrams that arrived. */
	DATAGRAMS_RECEIVED("UDP datagrams that arrived"),
	/** UDP payload bytes that arrived. */
	BYTES_RECEIVED("UDP payload bytes that arrived"),
	/** UDP datagrams that the system took. */
	DATAGRAMS_SENT("UDP datagrams that the system took"),
	/** UDP payload bytes that the system took. */
	BYTES_SENT("UDP payload bytes that the system took"),
	/** Sends that the system refused, such as to a port that nobody listens on. */
	SEND_FAILURES("Sends that the system refused, such as to a port that nobody listens on"),
	/** Packets sent. */
	PACKETS_SENT("Packets sent"),
	/** Packets that opened. */
	PACKETS_RECEIVED("Packets that opened"),
	/** Packets declared lost. */
	PACKETS_LOST("Packets declared lost"),
	/** Packets declared lost that arrived after all. */
	PACKETS_SPURIOUSLY_LOST("Packets declared lost that arrived after all"),
	/** Times that a path stopped carrying datagrams of a size that it had carried. */
	PATH_MTU_BLACK_HOLES("Times that a path stopped carrying datagrams of a size that it had carried"),
	/** Recovery episodes that loss or an ECN mark began. */
	CONGESTION_EVENTS("Recovery episodes that loss or an ECN mark began"),
	/** Recovery episodes taken back because all their losses were spurious. */
	CONGESTION_EVENTS_UNDONE("Recovery episodes taken back because all their losses were spurious"),
	/** Times that all packets were lost over three probe timeouts. */
	PERSISTENT_CONGESTIONS("Times that all packets were lost over three probe timeouts"),
	/** Times that a congestion controller changed its state. */
	CONGESTION_STATES_ENTERED("Times that a congestion controller changed its state"),
	/** Times that a congestion controller gave way to its fallback or took over again. */
	CONGESTION_FALLBACK_SWITCHES("Times that a congestion controller gave way to its fallback or took over again"),
	/** Paths that carry ECN marks. */
	ECN_VALIDATED_PATHS("Paths that carry ECN marks"),
	/** Paths that lose or change ECN marks. */
	ECN_FAILED_PATHS("Paths that lose or change ECN marks"),
	/** Frames sent again because their packet was lost. */
	FRAMES_RETRANSMITTED("Frames sent again because their packet was lost"),
	/** Datagrams dropped before anything of them was believed. */
	DATAGRAMS_DROPPED("Datagrams dropped before anything of them was believed"),
	/** Clients that were asked for an address token. */
	RETRIES_SENT("Clients that were asked for an address token"),
	/**
	 * First messages in a version that is not spoken here, answered with those that are.
	 */
	VERSION_NEGOTIATIONS_SENT("First messages in a version that is not spoken here, answered with those that are"),
	/** Connections that we began anew in a version that the server speaks. */
	VERSION_NEGOTIATIONS_FOLLOWED("Connections that we began anew in a version that the server speaks"),
	/** First messages for a static key that is not ours, answered with Key Mismatch. */
	KEY_MISMATCHES_SENT("First messages for a static key that is not ours, answered with Key Mismatch"),
	/** Connections that we began anew because the server has another static key. */
	KEY_MISMATCHES_FOLLOWED("Connections that we began anew because the server has another static key"),
	/** First messages whose token asks for work that was not done. */
	PUZZLES_UNSOLVED("First messages whose token asks for work that was not done"),
	/** Puzzles of servers that we began to solve. */
	PUZZLES_SOLVED("Puzzles of servers that we began to solve"),
	/** Connections that we began anew because the server wanted its token first. */
	RETRIES_FOLLOWED("Connections that we began anew because the server wanted its token first"),
	/** First messages with a good address token. */
	TOKENS_ACCEPTED("First messages with a good address token"),
	/** First messages with an address token whose time is over. */
	TOKENS_EXPIRED("First messages with an address token whose time is over"),
	/** First messages with the address token of another address. */
	TOKENS_OF_OTHER_ADDRESSES("First messages with the address token of another address"),
	/** First messages with an address token that was used before. */
	TOKENS_USED_AGAIN("First messages with an address token that was used before"),
	/** First messages with an address token that is none of ours. */
	TOKENS_FORGED("First messages with an address token that is none of ours"),
	/** Packets of unknown connections that were answered with a stateless reset. */
	RESETS_SENT("Packets of unknown connections that were answered with a stateless reset"),
	/** Connections that ended because the peer had forgotten them. */
	RESETS_RECEIVED("Connections that ended because the peer had forgotten them"),
	/** Addresses that were asked whether the peer is there. */
	PATHS_CHALLENGED("Addresses that were asked whether the peer is there"),
	/** Addresses that answered so. */
	PATHS_VALIDATED("Addresses that answered so"),
	/** Addresses that gave no answer. */
	PATHS_FAILED("Addresses that gave no answer"),
	/** Times that a connection went on over another path. */
	MIGRATIONS("Times that a connection went on over another path"),
	/** Session tickets given to clients. */
	TICKETS_ISSUED("Session tickets given to clients"),
	/** First messages with a good session ticket. */
	TICKETS_ACCEPTED("First messages with a good session ticket"),
	/** First messages with a session ticket whose time is over. */
	TICKETS_EXPIRED("First messages with a session ticket whose time is over"),
	/** First messages with a session ticket of another agent or an older trust policy. */
	TICKETS_OF_OTHER_TRUST("First messages with a session ticket of another agent or an older trust policy"),
	/** First messages with a session ticket that no key of ours opens. */
	TICKETS_UNKNOWN("First messages with a session ticket that no key of ours opens"),
	/** Connections that we began with a session ticket. */
	RESUMPTIONS_STARTED("Connections that we began with a session ticket"),
	/** Session tickets of ours that a server refused. */
	RESUMPTIONS_REFUSED("Session tickets of ours that a server refused"),
	/** Clients whose early data was taken. */
	EARLY_ACCEPTED("Clients whose early data was taken"),
	/**
	 * Clients whose early data was refused, and came again when the handshake was over.
	 */
	EARLY_REFUSED("Clients whose early data was refused, and came again when the handshake was over"),
	/** Messages that we sent before the server had answered. */
	EARLY_MESSAGES_SENT("Messages that we sent before the server had answered"),
	/** Messages that arrived before their client was known to be there. */
	EARLY_MESSAGES_RECEIVED("Messages that arrived before their client was known to be there"),
	/** Connections that peers began. */
	CONNECTIONS_ACCEPTED("Connections that peers began"),
	/** Connections that we began. */
	CONNECTIONS_STARTED("Connections that we began"),
	/** Connections that were established. */
	HANDSHAKES_COMPLETED("Connections that were established"),
	/** Connections that ended before they were established. */
	HANDSHAKES_FAILED("Connections that ended before they were established"),
	/** Sum of the times from first packet to established, in nanoseconds. */
	HANDSHAKE_NANOS("Sum of the times from first packet to established, in nanoseconds"),
	/** Connections that ended. */
	CONNECTIONS_CLOSED("Connections that ended"),
	/** Times that a connection went on to new keys. */
	KEY_UPDATES("Times that a connection went on to new keys"),
	/** Messages handed to streams and datagrams. */
	MESSAGES_SENT("Messages handed to streams and datagrams"),
	/** Whole messages that arrived. */
	MESSAGES_RECEIVED("Whole messages that arrived"),
	/** Messages that a full queue refused. */
	MESSAGES_REFUSED("Messages that a full queue refused"),
	/** Calls that ended without an answer. */
	CALLS_FAILED("Calls that ended without an answer"),
	/** Datagram messages lost on their way; none is sent again. */
	DATAGRAM_MESSAGES_LOST("Datagram messages lost on their way; none is sent again"),
	/** Datagram messages dropped before they were sent: too old, or no room. */
	DATAGRAM_MESSAGES_DROPPED("Datagram messages dropped before they were sent: too old, or no room"),
	/** Datagram messages whose packet the peer acknowledged. */
	DATAGRAM_MESSAGES_ACKNOWLEDGED("Datagram messages whose packet the peer acknowledged"),
	/** Messages that asked for an Ack and ended without one. */
	ACKS_MISSED("Messages that asked for an Ack and ended without one"),
	/** Acks that nobody waited for, dropped. */
	ACKS_IGNORED("Acks that nobody waited for, dropped"),
	/** Messages that came authenticated and are not well-formed, dropped. */
	MESSAGES_MALFORMED("Messages that came authenticated and are not well-formed, dropped"),
	/** Bytes of payloads before they were compressed. */
	PAYLOAD_BYTES_COMPRESSED("Bytes of payloads before they were compressed"),
	/** Bytes of payloads after they were compressed. */
	COMPRESSED_BYTES_SENT("Bytes of payloads after they were compressed"),
	/** Bytes of compressed payloads that were decompressed. */
	COMPRESSED_BYTES_RECEIVED("Bytes of compressed payloads that were decompressed"),
	/** Bytes of payloads that came out of decompression. */
	PAYLOAD_BYTES_DECOMPRESSED("Bytes of payloads that came out of decompression"),
	/** Messages and answers that were sealed for one agent. */
	MESSAGES_SEALED("Messages and answers that were sealed for one agent"),
	/** Sealed messages and answers that were for this agent and opened. */
	SEALED_MESSAGES_OPENED("Sealed messages and answers that were for this agent and opened"),
	/** Sealed messages and answers that were for another agent and passed on. */
	SEALED_MESSAGES_RELAYED("Sealed messages and answers that were for another agent and passed on"),
	/** Compressed or encrypted payloads that were refused. */
	PAYLOADS_REFUSED("Compressed or encrypted payloads that were refused"),
	/** Datagram messages that arrived and found no room, dropped. */
	DATAGRAM_MESSAGES_REFUSED("Datagram messages that arrived and found no room, dropped"),
	/** DATA_BLOCKED sent: data waits for the peer's credit, said once and repeated. */
	FLOW_BLOCKED("DATA_BLOCKED sent: data waits for the peer's credit, said once and repeated"),
	/** Sum of the times that connections had data and no credit, in nanoseconds. */
	FLOW_BLOCKED_NANOS("Sum of the times that connections had data and no credit, in nanoseconds"),
	/** Times that a peer said that it waits for our credit. */
	PEER_FLOW_BLOCKED("Times that a peer said that it waits for our credit"),
	/** Streams that could not be opened because the peer's limit was reached. */
	STREAM_LIMIT_REACHED("Streams that could not be opened because the peer's limit was reached"),
	/** Times that credit was withheld because a peer's connections hold too much. */
	AGENT_CREDIT_WITHHELD("Times that credit was withheld because a peer's connections hold too much"),
	/** Stream buffers of 4 KiB made because none was free. */
	BUFFERS_GROWN("Stream buffers of 4 KiB made because none was free"),
	/** Stream buffers of 4 KiB let go because nobody needed them. */
	BUFFERS_SHRUNK("Stream buffers of 4 KiB let go because nobody needed them"),
	/** Buffers past whose ends something was written, found by guard zones. */
	BUFFER_OVERRUNS("Buffers past whose ends something was written, found by guard zones"),
	/** Connections that a fault in this transport has ended. */
	CONNECTION_FAULTS("Connections that a fault in this transport has ended"),
	/** Exceptions that handlers threw. */
	HANDLER_FAILURES("Exceptions that handlers threw");

	private final String sentence;

	Counter(String sentence) {
		this.sentence = sentence;
	}

	/** What is counted, in one sentence. */
	public String sentence() {
		return this.sentence;
	}

}
