;;; easel-server.el --- The connection to the Easel server -*- lexical-binding: t -*-

;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; One server for all of Emacs, started with the first request.  What buffers
;; hold unsaved is told to it, and what agents change in open files comes back
;; as edits that can be undone.

;;; Code:

(require 'cl-lib)
(require 'jsonrpc)
(require 'seq)
(require 'subr-x)
(require 'url-util)

(defgroup easel nil "Coding agents through the Easel language server." :group 'tools)

(defcustom easel-command '("easel" "serve")
  "The server: a program and its arguments."
  :type '(repeat string))

(defcustom easel-settings nil
  "Settings of Easel as a plist, such as (:defaultAgent \"claude\")."
  :type 'plist)

(defvar easel-update-functions nil
  "Called with the method of each `easel/...' notification and its params, a plist.")

(defconst easel-lease-held -33002 "The error that another server owns the conversation.")

(defconst easel-log-buffer "*easel log*" "What the server says of itself.")

(defvar easel--connection nil)
(defvar easel--documents (make-hash-table :test #'eq)
  "The buffers that the server knows, with the tick that it knows them by.")
(defvar easel--timer nil "Tells the server what was typed, whenever Emacs is idle.")

(defun easel-uri (path)
  "Return the URI of the file PATH."
  (concat "file://" (url-hexify-string (expand-file-name path) url-path-allowed-chars)))

(defun easel-path (uri)
  "Return the path of the file that URI names."
  (decode-coding-string (url-unhex-string (string-remove-prefix "file://" uri)) 'utf-8))

;;; Requests

(defun easel-request (method params)
  "Send the request easel/METHOD with the plist PARAMS; wait for the result."
  (easel--told
   (lambda ()
     (jsonrpc-request (easel-connection) (easel--method method) (easel--object params)
                      :timeout 30))))

(defun easel-notify (method params)
  "Send the notification easel/METHOD with the plist PARAMS."
  (jsonrpc-notify (easel-connection) (easel--method method) params))

(defun easel--told (ask)
  "Call ASK and return its value; a failure of the server becomes a `user-error'."
  (condition-case failure
      (funcall ask)
    (jsonrpc-error
     (let ((message (alist-get 'jsonrpc-error-message (cddr failure))))
       (user-error "Easel: %s" (if (easel--running-p)
                                   message
                                 (format "%s; `M-x easel-log' shows why" message)))))
    (user-error (signal (car failure) (cdr failure)))
    (error
     (if (easel--running-p)
         (signal (car failure) (cdr failure))
       (user-error "The server has ended; `M-x easel-log' shows why")))))

(defun easel--running-p ()
  "Return whether the server runs."
  (and easel--connection (jsonrpc-running-p easel--connection)))

(defun easel-request-async (method params then failed)
  "Send easel/METHOD with PARAMS.
Call THEN with the result, or FAILED with the code and message of the error."
  (jsonrpc-async-request
   (easel-connection) (easel--method method) (easel--object params)
   :success-fn then
   :error-fn (jsonrpc-lambda (&key code message &allow-other-keys)
               (funcall failed code message))
   :timeout nil))

(defun easel--method (name) "Return the method NAME, in full." (intern (concat ":easel/" name)))

(defun easel--object (plist)
  "Return what `jsonrpc' sends as the object PLIST."
  (or plist (make-hash-table :size 0)))

;;; The connection

(defun easel-connection ()
  "Return the connection to the server; start the server if it does not run."
  (if (easel--running-p)
      easel--connection
    (unless (executable-find (car easel-command))
      (user-error "There is no program `%s'; install it with `pipx install easel-ls', or set `easel-command'"
                  (car easel-command)))
    (clrhash easel--documents)
    (setq easel--connection
          (make-instance 'jsonrpc-process-connection
                         :name "easel" :process #'easel--start
                         :notification-dispatcher #'easel--notified
                         :request-dispatcher #'easel--asked
                         :on-shutdown #'easel--ended))
    (easel--introduce easel--connection)
    easel--connection))

(defun easel--start ()
  "Start the server."
  (make-process :name "easel" :command easel-command :connection-type 'pipe
                :coding 'utf-8-emacs-unix :noquery t
                :stderr (get-buffer-create easel-log-buffer)))

(defun easel--introduce (connection)
  "Do the handshake over CONNECTION.  A column is a number of characters then."
  (jsonrpc-request
   connection :initialize
   `(:processId ,(emacs-pid) :rootUri nil
     :clientInfo (:name "Emacs" :version ,emacs-version)
     :capabilities
     (:general (:positionEncodings ["utf-32"])
      :workspace (:applyEdit t :workspaceEdit (:documentChanges t))
      :window (:showDocument (:support t))
      :experimental (:easel (:protocolVersion 1 :canvas (:profile "pr298-r1"))))
     :initializationOptions (:easel ,(easel--object easel-settings)))
   :timeout 30)
  (jsonrpc-notify connection :initialized (easel--object nil))
  (unless easel--timer (setq easel--timer (run-with-idle-timer 0.5 t #'easel--tell-documents))))

(defun easel--ended (_connection)
  "Say that the server is gone."
  (when easel--timer (cancel-timer easel--timer))
  (setq easel--timer nil)
  (run-hook-with-args 'easel-update-functions 'easel/ended nil))

(defun easel--notified (_connection method params)
  "Handle the notification METHOD with PARAMS."
  (pcase method
    ('window/showMessage (message "Easel: %s" (plist-get params :message)))
    ((guard (string-prefix-p "easel/" (symbol-name method)))
     (run-hook-with-args 'easel-update-functions method params))))

(defun easel--asked (_connection method params)
  "Answer the request METHOD with PARAMS."
  (pcase method
    ('workspace/applyEdit (easel--apply (plist-get params :edit)))
    ('window/showDocument (easel--show params))
    ((or 'client/registerCapability 'client/unregisterCapability
         'window/workDoneProgress/create)
     nil)
    (_ (jsonrpc-error :code -32601 :message (format "Emacs does not know %s" method)))))

(defun easel--show (params)
  "Show the document that PARAMS names."
  (let ((uri (plist-get params :uri)))
    (cond ((string-prefix-p "file:" uri) (display-buffer (find-file-noselect (easel-path uri))))
          ((string-match-p "\\`https?:" uri) (browse-url uri)))
    (list :success t)))

;;; Documents

(defun easel-sync-documents ()
  "Tell the server what buffers hold that is not saved."
  (easel-connection)
  (easel--tell-documents))

(defun easel--tell-documents ()
  "Tell a running server what changed in buffers that visit files."
  (when (easel--running-p)
    (dolist (buffer (seq-union (buffer-list) (hash-table-keys easel--documents)))
      (easel--tell-document buffer (gethash buffer easel--documents)))))

(defun easel--tell-document (buffer told)
  "Tell the server about BUFFER, which it knows by (URI . TICK) TOLD, or not."
  (let ((live (and (buffer-live-p buffer) (buffer-file-name buffer) (buffer-modified-p buffer)))
        (tick (and (buffer-live-p buffer) (buffer-chars-modified-tick buffer))))
    (cond
     ((and told (not live))
      (jsonrpc-notify easel--connection :textDocument/didClose `(:textDocument (:uri ,(car told))))
      (remhash buffer easel--documents))
     ((and live (not (eql tick (cdr told))))
      (let ((uri (easel-uri (buffer-file-name buffer))))
        (puthash buffer (cons uri tick) easel--documents)
        (if told
            (jsonrpc-notify easel--connection :textDocument/didChange
                            `(:textDocument (:uri ,uri :version ,tick)
                              :contentChanges [(:text ,(easel--text buffer))]))
          (jsonrpc-notify easel--connection :textDocument/didOpen
                          `(:textDocument (:uri ,uri :version ,tick :languageId "plaintext"
                                           :text ,(easel--text buffer))))))))))

(defun easel--text (buffer)
  "Return the whole text of BUFFER."
  (with-current-buffer buffer
    (save-restriction (widen) (buffer-substring-no-properties (point-min) (point-max)))))

(defun easel--apply (edit)
  "Apply the workspace EDIT, as one step that can be undone in each buffer."
  (let ((changes (append (plist-get edit :documentChanges)
                         (cl-loop for (uri edits) on (plist-get edit :changes) by #'cddr
                                  collect `(:textDocument
                                            (:uri ,(substring (symbol-name uri) 1))
                                            :edits ,edits)))))
    (if-let* ((stale (cl-find-if #'easel--stale-p changes)))
        `(:applied :json-false
          :failureReason ,(format "%s has changed" (easel--changed-path stale)))
      (mapc #'easel--apply-to-buffer changes)
      (easel--tell-documents)
      '(:applied t))))

(defun easel--changed-path (change)
  "Return the path of the document that CHANGE is about."
  (easel-path (plist-get (plist-get change :textDocument) :uri)))

(defun easel--stale-p (change)
  "Return whether the buffer is another one than CHANGE was made for."
  (let ((version (plist-get (plist-get change :textDocument) :version))
        (buffer (find-buffer-visiting (easel--changed-path change))))
    (and version buffer (/= version (buffer-chars-modified-tick buffer)))))

(defun easel--apply-to-buffer (change)
  "Apply CHANGE, the text edits of one document, from its end to its begin."
  (with-current-buffer (find-file-noselect (easel--changed-path change))
    (save-excursion
      (save-restriction
        (widen)
        (undo-boundary)
        (atomic-change-group
          (pcase-dolist (`(,start ,end ,text)
                         (nreverse (sort (mapcar #'easel--located (plist-get change :edits))
                                         (lambda (one other) (< (car one) (car other))))))
            (delete-region start end)
            (goto-char start)
            (insert text)))
        (undo-boundary)))))

(defun easel--located (edit)
  "Return the begin, the end and the new text of the text EDIT."
  (let ((range (plist-get edit :range)))
    (list (easel--position (plist-get range :start)) (easel--position (plist-get range :end))
          (plist-get edit :newText))))

(defun easel--position (position)
  "Return the place in the buffer of the LSP POSITION."
  (save-excursion
    (goto-char (point-min))
    (forward-line (plist-get position :line))
    (min (line-end-position) (+ (point) (plist-get position :character)))))

(provide 'easel-server)
;;; easel-server.el ends here
