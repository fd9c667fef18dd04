;;; easel-chat.el --- A buffer that shows a conversation -*- lexical-binding: t -*-

;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; A conversation changes only through events.  Each event writes an entry of
;; the buffer or changes the one that has its key, so a tool call or a message
;; grows where it stands.

;;; Code:

(require 'cl-lib)
(require 'diff)
(require 'easel-server)

(defface easel-heading '((t :inherit font-lock-keyword-face :weight bold)) "Who speaks.")
(defface easel-thought '((t :inherit shadow :slant italic)) "What an agent thinks.")
(defface easel-note '((t :inherit font-lock-comment-face)) "What Easel says.")
(defface easel-question '((t :inherit warning)) "What an agent asks.")

(defvar-local easel-chat-info nil "The conversation at a glance: a plist as in the protocol.")
(defvar-local easel-chat-questions nil "The open questions of the agent, the oldest first.")
(defvar-local easel-chat-id nil "The id of the conversation.")
(defvar-local easel-chat--seq 0 "The `seq' of the last event that the buffer shows.")
(defvar-local easel-chat--entries nil "The entries by their keys: overlays.")
(defvar-local easel-chat--rung nil "How far a Stop has come.")

(defvar-keymap easel-chat-mode-map
  :doc "Keys of a chat."
  :parent special-mode-map
  "RET" #'easel-chat-open-or-send "s" #'easel-send "C-c C-c" #'easel-send
  "k" #'easel-stop "C-c C-k" #'easel-stop "a" #'easel-answer "m" #'easel-mode
  "r" #'easel-resume "R" #'easel-rename "t" #'easel-take "c" #'easel-canvas "l" #'easel-list
  "1" #'easel-answer-by-digit "2" #'easel-answer-by-digit "3" #'easel-answer-by-digit
  "4" #'easel-answer-by-digit "5" #'easel-answer-by-digit)

(define-derived-mode easel-chat-mode special-mode "Easel"
  "A conversation with a coding agent.
\\{easel-chat-mode-map}"
  (setq-local revert-buffer-function (lambda (&rest _) (easel-chat--load))
              header-line-format '((:eval (easel-chat--header)))
              easel-chat--entries (make-hash-table :test #'equal))
  (visual-line-mode))

;;; Opening

(defun easel-chat-buffer (info)
  "Return the buffer of the conversation INFO; open it if there is none."
  (let ((id (plist-get info :id)))
    (or (easel-chat--find id)
        (with-current-buffer
            (generate-new-buffer
             (format "*easel: %s*" (file-name-nondirectory
                                    (directory-file-name (easel-path (plist-get info :cwd))))))
          (easel-chat-mode)
          (setq easel-chat-id id
                default-directory (file-name-as-directory (easel-path (plist-get info :cwd))))
          (easel-chat--load)
          (current-buffer)))))

(defun easel-chat--find (id)
  "Return the buffer of the conversation with ID, or nil."
  (cl-find id (buffer-list) :test #'equal
           :key (lambda (buffer) (buffer-local-value 'easel-chat-id buffer))))

(defun easel-chat--load ()
  "Show the conversation from its newest events on."
  (easel-chat--show (easel-request "conversation/open" (list :conversationId easel-chat-id))))

(defun easel-chat--load-anew ()
  "Show the conversation anew, as soon as the server answers."
  (let ((chat (current-buffer)))
    (easel-request-async "conversation/open" (list :conversationId easel-chat-id)
                         (lambda (opened)
                           (when (buffer-live-p chat)
                             (with-current-buffer chat (easel-chat--show opened))))
                         (lambda (_code message) (message "Easel: %s" message)))))

(defun easel-chat--show (opened)
  "Show the conversation that was OPENED."
  (let ((inhibit-read-only t))
    (erase-buffer)
    (clrhash easel-chat--entries)
    (setq easel-chat-questions nil easel-chat--rung nil
          easel-chat-info (plist-get opened :conversation))
    (when (eq (plist-get opened :hasEarlier) t)
      (easel-chat--put 'earlier "(what was before is not shown)\n\n" 'easel-note))
    (mapc #'easel-chat--event (plist-get opened :events))
    (setq easel-chat--seq (plist-get opened :seq))))

(defun easel-chat-request (method &optional params failed)
  "Send easel/METHOD about this conversation, with PARAMS besides its id.
Call FAILED here with the code and message of an error; else show them."
  (let ((chat (current-buffer)))
    (easel-request-async
     method `(:conversationId ,easel-chat-id ,@params) #'ignore
     (lambda (code message)
       (if (and failed (buffer-live-p chat))
           (with-current-buffer chat (funcall failed code message))
         (message "Easel: %s" message))))))

(defun easel-chat--update (method params)
  "Take in the notification METHOD with PARAMS."
  (if (eq method 'easel/ended)
      (easel-chat--each #'easel-chat--server-ended)
    (when-let* ((id (or (plist-get params :conversationId)
                        (plist-get (plist-get params :conversation) :id)))
                (buffer (easel-chat--find id)))
      (with-current-buffer buffer
        (pcase method
          ('easel/conversation/didUpdate (easel-chat--events (plist-get params :events)))
          ('easel/conversation/didChange
           (setq easel-chat-info (plist-get params :conversation)))
          ('easel/conversation/didDelete (easel-chat--deleted))
          ('easel/lease/didChange (plist-put easel-chat-info :access (plist-get params :access))))
        (force-mode-line-update)))))

(add-hook 'easel-update-functions #'easel-chat--update)

(defun easel-chat--each (function)
  "Call FUNCTION in every chat."
  (dolist (buffer (buffer-list))
    (when (buffer-local-value 'easel-chat-id buffer)
      (with-current-buffer buffer (funcall function)))))

(defun easel-chat--server-ended ()
  "Say that the server has ended."
  (setq easel-chat-questions nil)
  (easel-chat--put 'ended "The server has ended.  Type g to go on.\n" 'easel-note))

(defun easel-chat--deleted ()
  "Say that the conversation is gone."
  (setq easel-chat-questions nil)
  (easel-chat--put 'deleted (format "It was deleted.  `easel conversations restore %s' brings it back; \
then type g.\n" easel-chat-id)
                   'easel-note))

(defun easel-chat--events (events)
  "Show EVENTS, which follow those that are shown; else show all anew."
  (let* ((first (aref events 0))
         (begin (or (plist-get first :firstSeq) (plist-get first :seq))))
    (if (> begin (1+ easel-chat--seq))
        (easel-chat--load-anew)
      (let ((ends (easel-chat--windows-at-end)))
        (cl-loop for event across events
                 when (> (plist-get event :seq) easel-chat--seq)
                 do (easel-chat--event event)
                 (setq easel-chat--seq (plist-get event :seq)))
        (dolist (window ends) (set-window-point window (point-max)))))))

(defun easel-chat--windows-at-end ()
  "Return the windows that follow the end of this buffer."
  (cl-remove-if-not (lambda (window) (= (window-point window) (point-max)))
                    (get-buffer-window-list nil nil t)))

;;; Entries

(defun easel-chat--put (key text &optional face append)
  "Let the entry KEY be TEXT in FACE, or have it at its end with APPEND."
  (let* ((inhibit-read-only t)
         (entry (gethash key easel-chat--entries))
         (text (if face (propertize text 'face face) text)))
    (save-excursion
      (unless entry
        (setq entry (make-overlay (point-max) (point-max) nil t))
        (puthash key entry easel-chat--entries))
      (let ((start (overlay-start entry)) (end (overlay-end entry)))
        (goto-char end)
        (insert text)
        (unless append (delete-region start end))
        (move-overlay entry start (point))))))

(defun easel-chat--event (event)
  "Show EVENT."
  (pcase (plist-get event :type)
    ("turnStarted" (easel-chat--turn-started event))
    ("promptQueued" (easel-chat--put (easel-chat--queued (plist-get event :turnId))
                                     (format "> Waiting: %s\n"
                                             (easel-chat--text (plist-get event :prompt)))
                                     'easel-note))
    ("promptDropped" (easel-chat--put (easel-chat--queued (plist-get event :turnId)) ""))
    ("message" (easel-chat--message event))
    ("toolCall" (easel-chat--tool-call event))
    ("plan" (easel-chat--put (list 'plan (plist-get event :turnId)) (easel-chat--plan event)))
    ((or "permissionRequested" "elicitationRequested") (easel-chat--asked event))
    ((or "permissionResolved" "elicitationResolved") (easel-chat--resolved event))
    ("cancelRequested" (setq easel-chat--rung (plist-get event :rung)))
    ("turnEnded" (easel-chat--turn-ended event))
    ("sessionLoadFailed" (easel-chat--session-lost event))
    ("canvasesChanged"
     (when (plist-get event :opened)
       (easel-chat--note event "The agent shows something (c: look at it)")))
    ("notice" (easel-chat--note event (plist-get event :text)))
    ("unknown" (easel-chat--note event (format "%S" (plist-get event :update))))))

(defun easel-chat--note (event text)
  "Write TEXT, which is about EVENT, on a line of its own."
  (easel-chat--put (list 'note (plist-get event :seq)) (format "> %s\n" text) 'easel-note))

(defun easel-chat--queued (turn) "Return the key of the prompt that waits for TURN."
       (list 'queued turn))

(defun easel-chat--turn-started (event)
  "Write the prompt and the heading of the answer of EVENT."
  (cl-destructuring-bind (&key turnId prompt agent &allow-other-keys) event
    (setq easel-chat--rung nil)
    (when (gethash (easel-chat--queued turnId) easel-chat--entries)
      (easel-chat--put (easel-chat--queued turnId) ""))
    (easel-chat--put (list 'you turnId) "You\n" 'easel-heading)
    (easel-chat--put (list 'prompt turnId) (concat (easel-chat--text prompt) "\n\n"))
    (easel-chat--put (list 'agent turnId) (concat agent "\n") 'easel-heading)))

(defun easel-chat--message (event)
  "Write the piece of a message in EVENT."
  (cl-destructuring-bind (&key messageId role content append &allow-other-keys) event
    (let ((key (list 'message messageId))
          (face (pcase role ("thought" 'easel-thought) ("user" 'easel-note))))
      (easel-chat--put key (easel-chat--block content) face (eq append t))
      (easel-chat--put (list 'end messageId) "\n"))))

(defun easel-chat--text (blocks)
  "Return the content BLOCKS as text."
  (mapconcat #'easel-chat--block blocks "\n"))

(defun easel-chat--block (block)
  "Return the content BLOCK as text."
  (cl-destructuring-bind (&key type text uri name resource &allow-other-keys) block
    (or text name uri (plist-get resource :text) (plist-get resource :uri)
        (format "[%s]" type))))

(defun easel-chat--plan (event)
  "Return the plan of EVENT as text."
  (concat (mapconcat (lambda (entry)
                       (format "  [%s] %s"
                               (pcase (plist-get entry :status)
                                 ("completed" "x") ("in_progress" "-") (_ " "))
                               (plist-get entry :content)))
                     (plist-get event :entries) "\n")
          "\n"))

(defun easel-chat--tool-call (event)
  "Write the tool call of EVENT as a line; RET on it shows all of it."
  (let* ((call (plist-get event :toolCall))
         (line (format "- %s (%s)\n" (plist-get call :title)
                       (string-replace "_" " " (plist-get call :status)))))
    (easel-chat--put (list 'tool (plist-get event :turnId) (plist-get call :toolCallId))
                     (propertize line 'easel-tool-call call 'mouse-face 'highlight
                                 'help-echo "RET: show all of it"))))

(defun easel-chat--asked (event)
  "Write the question of EVENT with its choices."
  (setq easel-chat-questions (append easel-chat-questions (list event)))
  (easel-chat--put
   (easel-chat--question-key event)
   (if-let* ((call (plist-get event :toolCall)))
       (concat (easel-chat--call-text call)
               (format "? %s\n" (plist-get call :title))
               (cl-loop for option across (plist-get event :options) for number from 1
                        concat (format "  %d. %s\n" number (plist-get option :name))))
     (format "? %s  (a: answer)\n" (plist-get event :message)))
   'easel-question))

(defun easel-chat--question-key (event)
  "Return the key of the question that EVENT is about."
  (list 'question (or (plist-get event :permissionId) (plist-get event :elicitationId))))

(defun easel-chat--resolved (event)
  "Write what was answered to the question of EVENT."
  (let* ((key (easel-chat--question-key event))
         (question (cl-find key easel-chat-questions
                            :key #'easel-chat--question-key :test #'equal))
         (chosen (plist-get (plist-get event :outcome) :optionId))
         (option (cl-find chosen (plist-get question :options) :test #'equal
                          :key (lambda (it) (plist-get it :optionId)))))
    (setq easel-chat-questions (remq question easel-chat-questions))
    (easel-chat--put key (format "? %s: %s\n"
                                 (or (plist-get (plist-get question :toolCall) :title)
                                     (plist-get question :message) "asked")
                                 (or (plist-get option :name) (plist-get event :action)
                                     "cancelled"))
                     'easel-note)))

(defun easel-chat--turn-ended (event)
  "Write how the turn of EVENT ended, if it did not end well."
  (cl-destructuring-bind (&key turnId reason error &allow-other-keys) event
    (setq easel-chat--rung nil)
    (easel-chat--put
     (list 'ended turnId)
     (concat (pcase reason
               ("completed" "")
               ("cancelled" "> Stopped, what was written is kept\n")
               ((or "cancelledForced" "interrupted") "> Stopped by force, what was written is kept\n")
               (_ (format "> The turn %s: %s\n" reason (or (plist-get error :message) ""))))
             "\n")
     'easel-note)
    (easel-chat--revert-files)))

(defun easel-chat--session-lost (event)
  "Say that the agent's session is lost, as EVENT has it."
  (cl-destructuring-bind (&key error fallback previousSessionId newSessionId &allow-other-keys)
      event
    (easel-chat--note event
                      (format "The agent's session %s could not be restored (%s: %s). %s"
                              previousSessionId (plist-get error :kind) (plist-get error :message)
                              (if (equal fallback "fresh")
                                  (format "It goes on in a new one, %s, and remembers nothing."
                                          (or newSessionId "?"))
                                "Type r to try again.")))))

(defun easel-chat--revert-files ()
  "Show what the agent wrote, in buffers that were not touched."
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer
      (when (and buffer-file-name (not (buffer-modified-p)) (file-exists-p buffer-file-name)
                 (not (verify-visited-file-modtime buffer)))
        (revert-buffer t t t)))))

;;; Looking closer

(defun easel-chat-open-or-send ()
  "Show all of the tool call at point; elsewhere, send a prompt."
  (interactive)
  (if-let* ((call (get-text-property (point) 'easel-tool-call)))
      (with-current-buffer (get-buffer-create "*easel: tool call*")
        (let ((inhibit-read-only t))
          (erase-buffer)
          (insert (easel-chat--call-text call)))
        (diff-mode)
        (setq buffer-read-only t)
        (goto-char (point-min))
        (pop-to-buffer (current-buffer)))
    (call-interactively 'easel-send)))

(defun easel-chat--call-text (call)
  "Return the content of the tool CALL as text; what it changes is a diff."
  (mapconcat (lambda (part)
               (pcase (plist-get part :type)
                 ("diff" (easel-chat--diff part))
                 ("content" (concat (easel-chat--block (plist-get part :content)) "\n"))
                 (_ (concat (or (plist-get part :output) "") "\n"))))
             (plist-get call :content) ""))

(defun easel-chat--diff (part)
  "Return the change PART of a tool call as a unified diff."
  (cl-destructuring-bind (&key path oldText newText &allow-other-keys) part
    (let ((old (make-temp-file "easel" nil nil (or oldText "")))
          (new (make-temp-file "easel" nil nil (or newText ""))))
      (unwind-protect
          (with-temp-buffer
            (call-process diff-command nil t nil "-u" "--label" path "--label" path old new)
            (buffer-string))
        (delete-file old)
        (delete-file new)))))

(defun easel-chat--header ()
  "Return what the header line of a chat says."
  (cl-destructuring-bind (&key title agent access lease queued executionStatus modes usage
                               &allow-other-keys)
      easel-chat-info
    (string-join
     (delq nil
           (list (if (member title '(nil "")) "New chat" (string-replace "%" "%%" title)) agent
                 (pcase easel-chat--rung
                   ("sent" "Stopping…") ("timeout" "The agent did not answer, C-u k: force stop")
                   (_ executionStatus))
                 (plist-get modes :currentModeId)
                 (and (equal access "observer") (easel-chat--watching (plist-get lease :since)))
                 (and queued (> queued 0) (format "%d waiting" queued))
                 (and (plist-get usage :contextUsed)
                      (format "%s tokens" (plist-get usage :contextUsed)))))
     "  |  ")))

(defun easel-chat--watching (since)
  "Say that the conversation is another editor's, SINCE when if that is known."
  (concat "only watching"
          (and since (format-time-string ", another's since %b %e %H:%M" (date-to-time since)))
          ", t: take over"))

;;; Writing

(defun easel-chat-read-prompt ()
  "Read a prompt; TAB completes /commands of the agent and @files."
  (let ((commands (mapcar (lambda (it) (concat "/" (plist-get it :name)))
                          (plist-get easel-chat-info :commands)))
        (directory default-directory))
    (minibuffer-with-setup-hook
        (lambda ()
          (setq-local default-directory directory)
          (use-local-map (make-composed-keymap (define-keymap "TAB" #'completion-at-point)
                                               (current-local-map)))
          (add-hook 'completion-at-point-functions
                    (lambda () (easel-chat--complete commands)) nil t))
      (read-from-minibuffer "Prompt: "))))

(defun easel-chat--complete (commands)
  "Complete one of the COMMANDS at the begin of a prompt, or a file after @."
  (let ((begin (minibuffer-prompt-end)) (end (point)))
    (cond ((eq (char-after begin) ?/) (list begin end commands))
          ((save-excursion (re-search-backward "@\\([^ \n]*\\)\\=" begin t))
           (list (match-beginning 1) end
                 (mapcar #'file-relative-name
                         (when-let* ((project (project-current))) (project-files project))))))))

(declare-function project-files "project")
(declare-function easel-send "easel")
(declare-function easel-stop "easel")
(declare-function easel-answer "easel")
(declare-function easel-answer-by-digit "easel")
(declare-function easel-mode "easel")
(declare-function easel-resume "easel")
(declare-function easel-rename "easel")
(declare-function easel-take "easel")
(declare-function easel-canvas "easel")
(declare-function easel-list "easel")

(provide 'easel-chat)
;;; easel-chat.el ends here
